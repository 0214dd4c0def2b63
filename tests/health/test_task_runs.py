"""Each run of a task is stored: the last run in a table, seconds and failures as metrics."""

import pytest
from django.db import connection
from prometheus_client import generate_latest

from rollups.health import metrics
from rollups.models import TaskRun
from rollups.pipeline.refresh import drain
from rollups.tasks import audit, backfill, refresh
from tests import raw
from tests.health.exposed import samples, total
from tests.health.pipeline import forget

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def no_runs(database: None) -> None:
    forget()


def stored() -> list[tuple[str, str, int | None]]:
    """Rows of task, error and result."""
    return list(TaskRun.objects.order_by("task").values_list("task", "error", "result"))


def counted(name: str) -> float:
    return total(generate_latest(metrics.REGISTRY).decode(), name, task="refresh")


def test_the_last_run_and_what_it_counted_are_stored() -> None:
    app_id = raw.app()
    raw.conference(app_id)
    raw.conference(app_id)
    before = counted("rollups_task_seconds_count")

    refresh.apply()
    assert stored() == [("refresh", "", 2)]
    refresh.apply()

    assert stored() == [("refresh", "", 0)]
    assert TaskRun.objects.get().seconds > 0
    assert counted("rollups_task_seconds_count") - before == 2


def test_a_failure_is_stored_by_its_kind_and_counted() -> None:
    before = counted("rollups_task_failures_total")

    refresh.apply(args=("no shard",))

    assert stored() == [("refresh", "DataError", None)]
    assert counted("rollups_task_failures_total") - before == 1


def test_an_audit_stores_how_many_differences_it_found() -> None:
    raw.conference(raw.app())
    drain()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conference_status SET conferences = 9")

    audit.apply()
    assert stored() == [("audit", "", 2)]
    audit.apply()

    assert stored() == [("audit", "", 0)]


def test_a_task_that_never_failed_has_no_failures_instead_of_no_number() -> None:
    backfill.apply()

    told = samples(generate_latest(metrics.REGISTRY).decode())
    assert told["rollups_task_failures_total", frozenset({("task", "backfill")})] == 0
