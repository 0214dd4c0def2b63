"""Backfill: build the facts and rollups of whole days from the raw rows.

It is a refresh whose conferences are those of one app's day, raw or stored, not those of the queue.
So it may run beside refreshes, stop between two days and go on later, and be repeated: what is
right already stays as it is. `changes.days` has the days that are still to be built.
"""

from collections.abc import Callable

from django.db import connection, transaction

from rollups.changes import days
from rollups.changes.days import Day
from rollups.definitions.registry import declared
from rollups.pipeline import capture
from rollups.pipeline.rebuild import rebuild
from rollups.servers.locks import lock_app

_CONFERENCES_OF_THE_DAY = """
SELECT id FROM public.conference
WHERE app_id = %(app_id)s AND created_at >= %(day)s::timestamp AT TIME ZONE 'UTC'
  AND created_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'UTC'
UNION
SELECT conference_id FROM rollups.{fact}
WHERE app_id = %(app_id)s AND created_at >= %(day)s::timestamp AT TIME ZONE 'UTC'
  AND created_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'UTC'"""


class Stopped(Exception):
    """`on_day` raises it to end a run early. The days that are left stay pending."""


def run(*, on_day: Callable[[Day, int], None] = lambda day, conferences: None) -> None:
    """Build every pending day. `on_day` gets each day built, and the number of its conferences."""
    pending = days.pending()
    try:
        for day in pending:
            on_day(day, build(day))
    except Stopped:
        return
    _note_complete()
    if pending:
        _analyze()


@transaction.atomic
def build(day: Day) -> int:
    """Build one day of one app, in one transaction. Return the number of its conferences."""
    lock_app(day.app_id, wait=True)
    days.take(day)
    with connection.cursor() as cursor:
        cursor.execute(conferences_of_the_day(), day._asdict())
        conference_ids = [conference_id for (conference_id,) in cursor.fetchall()]
    rebuild(day.app_id, conference_ids)
    return len(conference_ids)


def conferences_of_the_day() -> str:
    """A SELECT of their ids, for the parameters `app_id` and `day`."""
    return _CONFERENCES_OF_THE_DAY.format(fact=declared().listing.fact.name)


@transaction.atomic
def _note_complete() -> None:
    days.lock_state()  # capture.off() waits for this
    if capture.status().on:
        days.note_complete()


def _analyze() -> None:
    """Give the planner statistics of the new rows now. Autovacuum would do it minutes later.

    Without them the planner takes the tables for empty. Then a filtered answer took 5 s, not 0.05
    s.
    """
    tables = ["segment", "filter", *(one.name for one in declared().tables)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(f'rollups.{table}' for table in tables)}")
