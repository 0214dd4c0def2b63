"""Freshness: the moment that answers are true of, and the version of each app's data."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from rollups.changes import days, missed, queue
from rollups.changes.versions import versions_of

# The moment up to which every committed change is counted. It is the earliest of three moments: the
# oldest queued change was written; changes may be missing since (days are still to be built, or a
# trigger failed); this transaction began (its snapshot may be as old). Infinite: before the first
# backfill there is no such moment.
_AS_OF = f"""
WITH up_to AS MATERIALIZED (
    SELECT least(transaction_timestamp(), {queue.OLDEST}, {days.STALE_SINCE}, {missed.SINCE})
        AS moment
)
SELECT CASE WHEN isfinite(moment) THEN moment END FROM up_to"""


@dataclass(frozen=True)
class Freshness:
    """`as_of`: answers read later hold every change committed before this moment. None: before the
    first backfill. `versions`: each app's version at that moment or later."""

    as_of: datetime | None
    versions: dict[UUID, int]


def as_of() -> datetime | None:
    """The moment that answers read from now on are true of; None before the first backfill.

    Ask before reading the answer. What is read later can only be fresher.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AS_OF)
        moment: datetime | None = cursor.fetchone()[0]
        return moment


def freshness_of(app_ids: Collection[UUID]) -> Freshness:
    """The moment, and then the versions of these apps."""
    moment = as_of()
    return Freshness(moment, versions_of(app_ids))
