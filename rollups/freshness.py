"""How old an answer may be, and whether an app's answers are still the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from rollups import missed

# The moment to which every committed change is in the facts and rollups. It is that of the oldest
# change still queued (ids are not in that order: what is found on draining is queued again); and
# changes may be missing since capture was off, a backfill was called for, or a trigger failed.
# Infinite: before the first backfill, no moment can be named. Not later than the transaction's
# beginning, because its snapshot may be as old as that.
_AS_OF = f"""
SELECT CASE WHEN isfinite(moment) THEN moment END FROM (
    SELECT least(
        transaction_timestamp(),
        (SELECT min(queued_at) FROM rollups.change_queue),
        (SELECT stale_since FROM rollups.capture_state),
        {missed.SINCE}
    ) AS moment
) m"""

_VERSIONS = """
SELECT a.app_id, coalesce(s.version, 0)
FROM unnest(%s::uuid[]) a (app_id) LEFT JOIN rollups.app_state s USING (app_id)"""


@dataclass(frozen=True)
class Freshness:
    """What answers read from now on are true of: the moment (None: before the first backfill), and
    the version of each app's data. Equal versions: equal answers to equal questions."""

    as_of: datetime | None
    versions: dict[UUID, int]


def as_of() -> datetime | None:
    """The moment that answers read from now on are true of; None before the first backfill.

    Ask before reading the answer: what is read later can only be fresher.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AS_OF)
        moment: datetime | None = cursor.fetchone()[0]
        return moment


def freshness_of(app_ids: Collection[UUID]) -> Freshness:
    """The moment, and these apps' versions at that moment or later."""
    moment = as_of()
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [list(app_ids)])
        return Freshness(moment, dict(cursor.fetchall()))
