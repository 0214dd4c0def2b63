"""The worker, with each Redis that is supported as its broker."""

from pytest_celery import CeleryTestSetup

from rollups.models import ConferenceFact
from rollups.pipeline.audit import audit_all
from tests import raw
from tests.faults.judge import queued
from tests.waiting import until


def test_it_refreshes_what_changed(celery_setup: CeleryTestSetup) -> None:
    raw.conference(raw.app())
    celery_setup.app.send_task("rollups.tasks.refresh")
    assert_refreshed(conferences=1)


def test_it_goes_on_after_it_was_killed(celery_setup: CeleryTestSetup) -> None:
    celery_setup.worker.kill()
    raw.conference(raw.app())
    celery_setup.app.send_task("rollups.tasks.refresh")
    celery_setup.worker.restart()
    assert_refreshed(conferences=1)


def assert_refreshed(conferences: int) -> None:
    until(lambda: not queued())
    assert ConferenceFact.objects.count() == conferences
    assert list(audit_all()) == []
