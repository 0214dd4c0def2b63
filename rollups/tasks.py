"""Celery tasks: each calls a plain function. celerybeat/schedule.py says when."""

import time

from celery import shared_task
from celery.utils.log import get_task_logger
from django.conf import settings

from rollups import audit as auditing
from rollups import backfill as backfilling
from rollups import warm as warming
from rollups.refresh import drain

logger = get_task_logger(__name__)

BACKFILL_SECONDS = 20  # then the worker does other things; the next tick goes on


@shared_task
def refresh(shard: int = 0) -> None:
    """Refresh what changed, then renew the warm answers of the apps it belongs to."""
    refreshed = drain(shard=shard, shards=settings.REFRESH_SHARDS, wait=False)
    warming.warm(refreshed.conferences)


@shared_task
def warm() -> None:
    """Renew the warm answers of every active app."""
    warming.warm(warming.active_apps())


@shared_task
def backfill() -> None:
    """Go on with the days that are still to be built, if any."""
    end = time.monotonic() + BACKFILL_SECONDS

    def on_day(day: backfilling.Day, conferences: int) -> None:
        if time.monotonic() > end:
            raise backfilling.Stopped

    backfilling.run(on_day=on_day)


@shared_task(soft_time_limit=3 * 3600, time_limit=3 * 3600 + 60)
def audit() -> None:
    """Compare everything; log each difference as an error, and repair it."""
    for difference in auditing.audit_all(repair=True):
        logger.error("audit: %s", difference)
