"""Celery tasks: each calls a plain function. celerybeat/schedule.py says when.

What a task returns is what it counted; `task_runs` keeps it.
"""

import time

from celery import shared_task

from rollups import audit_rounds, clock, metrics, opened
from rollups import backfill as backfilling
from rollups import warm as warming
from rollups.refresh import drain

WARM_SECONDS = 25
# Then the worker does other things; the next tick goes on.
REFRESH_SECONDS = 20
BACKFILL_SECONDS = 20


@shared_task
def refresh(shard: int = 0, shards: int = 1) -> int:
    """Refresh what changed, then warm the apps whose data is other than their warm answers'.

    Return the number of conferences. A message of an older release names no `shards`: it is for
    all apps.
    """
    began = time.monotonic()
    refreshed = drain(shard=shard, shards=shards, wait=False, within=REFRESH_SECONDS)
    if conferences := refreshed.conferences.total():
        metrics.REFRESH_SECONDS.observe(time.monotonic() - began)
        metrics.REFRESHED_CONFERENCES.inc(conferences)
    changed = warming.changed_apps(clock.now(), shard=shard, shards=shards)
    warmed = warming.warm(changed, within=WARM_SECONDS)
    warming.measure_visibility(
        {
            app_id: refreshed.changed_at[app_id]
            for app_id in warmed.apps & refreshed.changed_at.keys()
        }
    )
    return conferences


@shared_task
def warm() -> int:
    """Renew the warm answers of every active app; return their number."""
    now = clock.now()
    opened.forget(now)
    # Before the next tick, so that ticks never pile up.
    warmed = warming.warm(warming.active_apps(now), within=WARM_SECONDS)
    return warmed.computed + warmed.renewed


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
