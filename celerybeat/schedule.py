"""When the periodic tasks run: the one place that says so.

`celery -A proj beat` stores this table through django-celery-beat at each start, which overwrites
what was edited in the admin, and removes entries of ours that are no longer here.

A task that waited longer than its expiry is dropped, so that nothing piles up while no worker
runs. The database scheduler reads `expire_seconds`; Celery's own `expires` it drops silently.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings

PREFIX = "rollups: "  # of the names of our entries


def _every(seconds: int, task: str, *args: object) -> dict[str, Any]:
    return {
        "task": task,
        "schedule": timedelta(seconds=seconds),
        "args": args,
        "options": {"expire_seconds": 2 * seconds},
    }


def refreshes(shards: int) -> dict[str, dict[str, Any]]:
    """A task for each shard. Each is told how many there are: a worker has no setting for that."""
    return {
        f"{PREFIX}refresh {shard}": _every(5, "rollups.tasks.refresh", shard, shards)
        for shard in range(shards)
    }


SCHEDULE = {
    **refreshes(settings.REFRESH_SHARDS),
    f"{PREFIX}warm": _every(30, "rollups.tasks.warm"),
    f"{PREFIX}backfill": _every(30, "rollups.tasks.backfill"),
    f"{PREFIX}audit": _every(15, "rollups.tasks.audit"),
}
