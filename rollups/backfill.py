"""Backfill: build the facts and rollups of whole days from the raw rows.

It is a refresh whose conferences are those of one app's day, raw or stored, instead of those of
the queue. So it may run beside refreshes, be stopped between two days and go on later, and be
repeated: what is right already stays as it is. The days that are still to do stand in
`backfill_day`; the newest come first, because they are looked at first.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from rollups import capture
from rollups.definitions import FACTS, ROLLUPS
from rollups.locks import lock_app
from rollups.statements import rebuild

_TAKE = "DELETE FROM rollups.backfill_day WHERE app_id = %(app_id)s AND day = %(day)s"

_CONFERENCES_OF_THE_DAY = """
SELECT id FROM public.conference
WHERE app_id = %(app_id)s AND created_at >= %(day)s::timestamp AT TIME ZONE 'UTC'
  AND created_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'UTC'
UNION
SELECT conference_id FROM rollups.conference_fact
WHERE app_id = %(app_id)s AND created_at >= %(day)s::timestamp AT TIME ZONE 'UTC'
  AND created_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'UTC'"""


class Day(NamedTuple):
    """A day of an app that is still to be built."""

    app_id: UUID
    day: date


class Stopped(Exception):
    """Raised by `on_day` to end a run early; the days that are left stay pending."""


def pending() -> list[Day]:
    """The days still to be built, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_id, day FROM rollups.backfill_day ORDER BY day DESC, app_id")
        return [Day(*row) for row in cursor.fetchall()]


def run(*, on_day: Callable[[Day, int], None] = lambda day, conferences: None) -> None:
    """Build every pending day. `on_day` is told of each day built, and of its conferences."""
    days = pending()
    try:
        for day in days:
            on_day(day, build(day))
    except Stopped:
        return
    capture.mark_complete()
    if days:
        _analyze()


def _analyze() -> None:
    """Tell the planner of the rows at once; autovacuum would minutes later.

    Until then it takes the tables for empty, and a filtered answer took 5 s instead of 0.05 s.
    """
    tables = ["segment", "filter", *(one.name for one in (*FACTS, *ROLLUPS))]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(f'rollups.{table}' for table in tables)}")


@transaction.atomic
def build(day: Day) -> int:
    """Build one day of one app, in one transaction; return the number of its conferences."""
    lock_app(day.app_id, wait=True)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, day._asdict())
        cursor.execute(_CONFERENCES_OF_THE_DAY, day._asdict())
        conference_ids = [conference_id for (conference_id,) in cursor.fetchall()]
    rebuild(day.app_id, conference_ids)
    return len(conference_ids)
