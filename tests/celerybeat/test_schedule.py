"""The schedule as `celery -A proj beat` stores it: real beat processes on the real database."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from tests.waiting import until

STORED = {
    # The values are: task, arguments, period and expiry in seconds.
    "rollups: refresh 0": ("rollups.tasks.refresh", "[0, 1, 5]", 5, 10),
    "rollups: warm": ("rollups.tasks.warm", "[]", 30, 60),
    "rollups: backfill": ("rollups.tasks.backfill", "[]", 30, 60),
    "rollups: audit": ("rollups.tasks.audit", "[]", 15, 30),
}


@pytest.fixture
def beat(process_environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    PeriodicTask.objects.all().delete()
    every_hour = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.HOURS)
    PeriodicTask.objects.create(name="rollups: gone", task="gone", interval=every_hour)
    PeriodicTask.objects.create(name="an operator's own", task="theirs", interval=every_hour)
    celery = Path(sys.executable).with_name("celery")
    process = subprocess.Popen(
        [celery, "-A", "proj", "beat", f"--pidfile={tmp_path / 'beat.pid'}"],
        cwd=settings.BASE_DIR,
        env=process_environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def test_beat_stores_the_schedule_and_removes_what_it_no_longer_holds(
    beat: subprocess.Popen[str],
) -> None:
    expected = {*STORED, "an operator's own"}

    def names() -> set[str]:
        assert beat.poll() is None, beat.communicate()[1]
        return set(PeriodicTask.objects.values_list("name", flat=True))

    until(lambda: names() == expected, names)

    stored = {
        task.name: (task.task, task.args, task.interval.every, task.expire_seconds)
        for task in PeriodicTask.objects.filter(name__startswith="rollups: ", enabled=True)
        if task.interval is not None and task.interval.period == IntervalSchedule.SECONDS
    }
    assert stored == STORED


def test_every_scheduled_task_is_one_that_the_worker_knows(database: None) -> None:
    from celerybeat.schedule import SCHEDULE
    from proj.celery import app

    app.loader.import_default_modules()

    assert {entry["task"] for entry in SCHEDULE.values()} <= set(app.tasks)
