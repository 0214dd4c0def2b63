"""Celery tasks: each calls a plain function. celerybeat/schedule.py says when.

A task returns what it counted; `health.task_runs` keeps it.
"""

import time
from collections.abc import Collection
from uuid import UUID

from celery import shared_task

from rollups import clock
from rollups.cache import opened_zones
from rollups.cache import warm as warming
from rollups.changes.days import Day
from rollups.health import measured
from rollups.pipeline import backfill as backfilling
from rollups.pipeline import rolling_audit
from rollups.pipeline.refresh import drain

# The most that a task may take. What is left is for the next tick, so ticks never pile up.
WARM_SECONDS = 25
REFRESH_SECONDS = 20
BACKFILL_SECONDS = 20


@shared_task
def refresh(shard: int = 0, shards: int = 1) -> int:
    """Refresh what changed, then warm the apps whose data is newer than their warm answers.

    Return the number of conferences. A message of an older release has no `shards`: it is for all
    apps.
    """
    began = time.monotonic()
    refreshed = drain(shard=shard, shards=shards, wait=False, within=REFRESH_SECONDS)
    measured.refresh(refreshed, time.monotonic() - began)
    warmed = _warm(warming.changed_apps(clock.now(), shard=shard, shards=shards))
    measured.visibility(refreshed, warmed)
    return refreshed.conferences.total()


@shared_task
def warm() -> int:
    """Renew the warm answers of every active app. Return their number."""
    now = clock.now()
    opened_zones.forget(now)
    warmed = _warm(warming.active_apps(now))
    return warmed.computed + warmed.renewed


def _warm(app_ids: Collection[UUID]) -> warming.Warmed:
    began = time.monotonic()
    warmed = warming.warm(app_ids, within=WARM_SECONDS)
    if app_ids:
        measured.warming(warmed, time.monotonic() - began)
    return warmed


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
