"""Notes each run of our tasks: in metrics, and the last one in the table task_run."""

import time
from contextlib import suppress

from celery import Task
from celery.signals import task_failure, task_postrun, task_prerun
from django.db import Error
from django.db.models.functions import Now

from rollups.health import metrics
from rollups.models import TaskRun

OURS = "rollups.tasks."

_began: dict[str, float] = {}  # by the run's id; of the monotonic clock


def short_name(task: str) -> str:
    """`refresh` for `rollups.tasks.refresh`."""
    return task.removeprefix(OURS)


def connect() -> None:
    """Note every run in this process from now on."""
    task_prerun.connect(_on_start)
    task_postrun.connect(_on_end)
    task_failure.connect(_on_failure)


def _on_start(task_id: str, task: Task, **kwargs: object) -> None:
    _began[task_id] = time.monotonic()
    if task.name.startswith(OURS):
        # Prometheus sees an increase from zero to one, but not from nothing to one.
        metrics.TASK_FAILURES.labels(short_name(task.name))


def _on_end(task_id: str, task: Task, retval: object, **kwargs: object) -> None:
    seconds = time.monotonic() - _began.pop(task_id)
    if not task.name.startswith(OURS):
        return
    name = short_name(task.name)
    metrics.TASK_SECONDS.labels(name).observe(seconds)
    error = type(retval).__name__ if isinstance(retval, BaseException) else ""
    result = retval if isinstance(retval, int) else None
    # If the database is away, the task has failed and said so. The run before then grows old.
    with suppress(Error):
        TaskRun(name, Now(), seconds, error, result).save()


def _on_failure(sender: Task, **kwargs: object) -> None:
    """Sent by the process in which the task failed, or by its parent if it was killed."""
    if sender.name.startswith(OURS):
        metrics.TASK_FAILURES.labels(short_name(sender.name)).inc()
