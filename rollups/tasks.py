"""Celery tasks: each calls a plain function. celerybeat/schedule.py says when.

A task returns what it counted; `health.task_runs` keeps it.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from celery import Task, shared_task
from celery.utils.time import maybe_iso8601

from rollups import clock, watch
from rollups.cache import opened_zones
from rollups.cache import warm as warming
from rollups.changes.days import Day
from rollups.pipeline import backfill as backfilling
from rollups.pipeline import rolling_audit

# The most that a task may take. What is left is for the next tick, so ticks never pile up.
BACKFILL_SECONDS = 20


@shared_task(bind=True)
def refresh(self: Task, shard: int = 0, shards: int = 1, seconds: float = 0) -> int:
    """Refresh and warm what changes, until beat sends the next of these tasks: `seconds` later.

    Return the number of conferences. A message of an older release has only defaults: look once,
    for all apps.
    """
    return watch.watch(shard, shards, _until_next(self.request, seconds))


def _until_next(request: Any, period: float) -> float:
    """The seconds until beat sends the next task. A task that began late ends no later.

    A message of beat expires two periods after it was sent (see the schedule). 0: beat did not
    send it.
    """
    expires: datetime | None = maybe_iso8601(request.expires)
    if expires is None:
        return 0
    next_sent_at = expires - timedelta(seconds=period)
    return min(period, (next_sent_at - clock.now()).total_seconds())


@shared_task
def warm() -> int:
    """Renew the warm answers of every active app. Return their number."""
    now = clock.now()
    opened_zones.forget(now)
    warmed = watch.warm(warming.active_apps(now))
    return warmed.computed + warmed.renewed


@shared_task
def backfill() -> int:
    """Go on with the days that are still to be built, if any. Return the number built."""
    end = time.monotonic() + BACKFILL_SECONDS
    built = 0

    def on_day(day: Day, conferences: int) -> None:
        nonlocal built
        built += 1
        if time.monotonic() > end:
            raise backfilling.Stopped

    backfilling.run(on_day=on_day)
    return built


@shared_task
def audit() -> int:
    """Go on with the rolling audit, which repairs. Return the number of differences found."""
    return rolling_audit.run(clock.now())
