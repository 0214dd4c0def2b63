"""Celery tasks: each calls a plain function. celerybeat/schedule.py says when.

What a task returns is what it counted; `task_runs` keeps it.
"""

import time

from celery import shared_task
from django.conf import settings

from rollups import audit_rounds, clock, metrics, opened
from rollups import backfill as backfilling
from rollups import warm as warming
from rollups.refresh import drain

WARM_SECONDS = 25
BACKFILL_SECONDS = 20  # then the worker does other things; the next tick goes on


@shared_task
def refresh(shard: int = 0) -> int:
    """Refresh what changed, then warm the apps whose data is other than their warm answers'.

    Return the number of conferences.
    """
    shards = settings.REFRESH_SHARDS
    began = time.monotonic()
    refreshed = drain(shard=shard, shards=shards, wait=False)
    if conferences := refreshed.conferences.total():
        metrics.REFRESH_SECONDS.observe(time.monotonic() - began)
        metrics.REFRESHED_CONFERENCES.inc(conferences)
    warming.warm(warming.changed_apps(clock.now(), shard=shard, shards=shards))
    warming.measure_visibility(refreshed.changed_at)
    return conferences


@shared_task
def warm() -> int:
    """Renew the warm answers of every active app; return their number."""
    now = clock.now()
    opened.forget(now)
    # Before the next tick, so that ticks never pile up.
    return sum(warming.warm(warming.active_apps(now), within=WARM_SECONDS))


@shared_task
def backfill() -> int:
    """Go on with the days that are still to be built, if any; return the number built."""
    end = time.monotonic() + BACKFILL_SECONDS
    built = 0

    def on_day(day: backfilling.Day, conferences: int) -> None:
        nonlocal built
        built += 1
        if time.monotonic() > end:
            raise backfilling.Stopped

    backfilling.run(on_day=on_day)
    return built


@shared_task
def audit() -> int:
    """Go on with the rolling audit, which repairs; return the number of differences found."""
    return audit_rounds.run(clock.now())
