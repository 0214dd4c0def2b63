"""When the periodic tasks run. No other place says so.

`celery -A proj beat` stores this table through django-celery-beat at each start. That overwrites
edits made in the admin, and deletes our entries that are no longer here.

A task that waited longer than its expiry is dropped. So tasks do not pile up while no worker runs.
The database scheduler reads `expire_seconds`. It silently ignores Celery's own `expires`.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings

PREFIX = "rollups: "  # starts the name of each of our entries
REFRESH_EVERY = 5  # seconds


def _every(seconds: int, task: str, *args: object) -> dict[str, Any]:
    return {
        "task": task,
        "schedule": timedelta(seconds=seconds),
        "args": args,
        "options": {"expire_seconds": 2 * seconds},
    }


def refreshes(shards: int) -> dict[str, dict[str, Any]]:
    """One task for each shard. Each carries the number of shards: workers have no such setting.

    Each looks at the queue until the next one is sent. So it carries the period too.
    """
    return {
        f"{PREFIX}refresh {shard}": _every(
            REFRESH_EVERY, "rollups.tasks.refresh", shard, shards, REFRESH_EVERY
        )
        for shard in range(shards)
    }


SCHEDULE = {
    **refreshes(settings.REFRESH_SHARDS),
    f"{PREFIX}warm": _every(30, "rollups.tasks.warm"),
    f"{PREFIX}backfill": _every(30, "rollups.tasks.backfill"),
    f"{PREFIX}audit": _every(15, "rollups.tasks.audit"),
}
