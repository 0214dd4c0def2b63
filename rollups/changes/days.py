"""Days of apps that are still to be built, and since when changes may be missing because of them.

If capture was off, a backfill is unfinished, or a table was emptied, it is unknown which
conferences changed. So every day is noted here, and the backfill builds it.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from rollups.definitions.registry import declared

# SQL: since when changes may be missing. Null: none is. -infinity: no backfill was ever finished.
STALE_SINCE = "(SELECT stale_since FROM rollups.capture_state)"

COUNT = "(SELECT count(*) FROM rollups.backfill_day)"

_NOTE_ALL = """
INSERT INTO rollups.backfill_day (app_id, day)
SELECT app_id, (created_at AT TIME ZONE 'UTC')::date FROM public.conference
UNION
SELECT app_id, (created_at AT TIME ZONE 'UTC')::date FROM rollups.{fact}
ON CONFLICT DO NOTHING"""

_STALE_FROM = "UPDATE rollups.capture_state SET stale_since = least(stale_since, {since})"

_COMPLETE = """
UPDATE rollups.capture_state SET stale_since = NULL
WHERE NOT EXISTS (SELECT FROM rollups.backfill_day)"""


class Day(NamedTuple):
    """A day of an app, in UTC."""

    app_id: UUID
    day: date


def note_all(changed_at: datetime | None = None) -> None:
    """Note every day that has conferences, raw or stored.

    `changed_at`: since when they may be wrong; None: since now.
    """
    fact = declared().listing.fact.name
    with transaction.atomic(), connection.cursor() as cursor:
        since = "coalesce(%s, statement_timestamp())"
        cursor.execute(_STALE_FROM.format(since=since), [changed_at])
        cursor.execute(_NOTE_ALL.format(fact=fact))


def stale_from(moment: datetime) -> None:
    """Changes may be missing since this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE_FROM.format(since="%s"), [moment])


def pending() -> list[Day]:
    """The days still to be built, newest first: people look at them first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_id, day FROM rollups.backfill_day ORDER BY day DESC, app_id")
        return [Day(*row) for row in cursor.fetchall()]


def is_pending(app_id: UUID) -> bool:
    """Whether days of this app are still to be built."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM rollups.backfill_day WHERE app_id = %s)", [app_id]
        )
        return bool(cursor.fetchone()[0])


def count() -> int:
    """How many days are still to be built, of all apps."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COUNT}")
        return int(cursor.fetchone()[0])


def pending_among(days: Collection[Day]) -> list[Day]:
    """Those of these days that are still to be built, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app_id, day FROM rollups.backfill_day "
            "JOIN unnest(%s::uuid[], %s::date[]) given (app_id, day) USING (app_id, day) "
            "ORDER BY day, app_id",
            [[one.app_id for one in days], [one.day for one in days]],
        )
        return [Day(*row) for row in cursor.fetchall()]


def take(day: Day) -> None:
    """Take the day off the list, in the transaction that builds it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rollups.backfill_day WHERE app_id = %s AND day = %s", day)


def lock_state() -> None:
    """Until the transaction ends, no other one changes since when changes may be missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM rollups.capture_state FOR UPDATE")


def note_complete() -> None:
    """If no day is left to build, no change is missing any more."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETE)
