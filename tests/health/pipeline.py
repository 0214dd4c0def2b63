"""Writes the traces that beat and workers leave in the database."""

from datetime import timedelta

from django.db.models.functions import Now
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from rollups.models import TaskRun


def forget() -> None:
    PeriodicTask.objects.all().delete()
    TaskRun.objects.all().delete()


def sent(task: str, seconds_ago: float | None = 0, every: int = 5, *, enabled: bool = True) -> None:
    """Beat sent the task so long ago. None: never."""
    PeriodicTask.objects.create(
        name=f"rollups: {task}",
        task=f"rollups.tasks.{task}",
        interval=IntervalSchedule.objects.create(every=every, period=IntervalSchedule.SECONDS),
        last_run_at=None if seconds_ago is None else Now() - timedelta(seconds=seconds_ago),
        enabled=enabled,
    )


def finished(task: str, seconds_ago: float, *, error: str = "", result: int | None = None) -> None:
    TaskRun.objects.create(
        task=task,
        finished_at=Now() - timedelta(seconds=seconds_ago),
        seconds=1.25,
        error=error,
        result=result,
    )
