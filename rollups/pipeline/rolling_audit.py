"""The rolling audit: one day of one app after the other, for some seconds of each tick.

Two rounds go on side by side. One looks at recent days: today and yesterday (UTC). The other looks
at every day, newest first. So a change that no trigger saw is found within minutes in recent days,
and within a day everywhere. No snapshot is held for longer than one day takes.

The table `audit_round` says how far each round is. One transaction compares a day, mends it, and
notes that. So a round may be cut off at any instant. The next tick goes on.
"""

import logging
import time
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import ProgrammingError, connection, transaction

from rollups.changes import days, missed, queue
from rollups.definitions.registry import declared
from rollups.models import AuditRound
from rollups.pipeline import audit, capture
from rollups.pipeline.audit import EVERYTHING_TO, Range

SECONDS = 1.5  # of a tick; there is one every 15 s
SECONDS_TO_MEND = 12.0  # of a tick, while changes are missing
MOST_QUEUED = 20_000  # rows: with more, the audit waits for the refresh
SHOWN = 20  # differences of one day that the log names

logger = logging.getLogger(__name__)


class Kind(NamedTuple):
    """A kind of round.

    `every`: a round begins so long after the one before began; at once if that found differences.
    `late`: it is late if none has ended for so long. `days`: how many it looks at, counted back
    from today; None: all.
    """

    name: str
    every: timedelta
    late: timedelta
    days: int | None = None

    def oldest(self, now: datetime) -> date:
        return date.min if self.days is None else now.date() - timedelta(days=self.days - 1)


RECENT = Kind("recent", timedelta(minutes=2), late=timedelta(minutes=15), days=2)
ALL = Kind("all", timedelta(hours=12), late=timedelta(days=2))
KINDS = (RECENT, ALL)

_DAY_OF = {"created_at": "(max(created_at) AT TIME ZONE 'UTC')::date", "day": "max(day)"}
_BEFORE = {"created_at": "%(before)s::timestamp AT TIME ZONE 'UTC'", "day": "%(before)s"}


def _tables() -> list[tuple[str, str]]:
    """Every table that is compared, and its column that tells the day."""
    return [
        ("public.conference", "created_at"),
        *((f"rollups.{one.name}", "created_at") for one in declared().facts),
        *((f"rollups.{one.name}", "day") for one in declared().rollups),
    ]


@cache
def _next_app() -> str:
    tables = " UNION ALL ".join(
        f"(SELECT app_id FROM {table} WHERE %(app_id)s::uuid IS NULL OR app_id > %(app_id)s "
        "ORDER BY app_id LIMIT 1)"
        for table, _ in _tables()
    )
    return f"SELECT app_id FROM ({tables}) t ORDER BY app_id LIMIT 1"


@cache
def _next_day() -> str:
    tables = " UNION ALL ".join(
        f"(SELECT {_DAY_OF[at]} AS day FROM {table} "
        f"WHERE app_id = %(app_id)s AND {at} < {_BEFORE[at]})"
        for table, at in _tables()
    )
    return f"SELECT max(day) FROM ({tables}) t"


def run(now: datetime) -> int:
    """Look at days for some seconds, at least one of each round. Return the differences found.

    Nothing is compared while capture is off, or while much is queued: all of that would differ.
    """
    status = capture.status()
    if not status.on:
        _heal(status)
        return 0
    if not queue.is_short(MOST_QUEUED):
        return 0
    end = time.monotonic() + (SECONDS_TO_MEND if missed.notice() else SECONDS)
    covers = missed.to_cover()
    going = [kind for kind in KINDS if _goes_on(kind, now, covers)]
    differences = 0
    while going:
        for kind in [*going]:
            found = _step(kind, now)
            if found is None:
                going.remove(kind)
            else:
                differences += found
        if time.monotonic() > end:
            break
    return differences


def _heal(status: capture.Status) -> None:
    """Make lost triggers anew. If all are absent, somebody turned capture off: leave it."""
    if not status.present:
        return
    logger.error("triggers are missing, and are made anew: %s", ", ".join(status.absent))
    try:
        capture.on()
    except ProgrammingError as error:  # a role that only runs the product may not
        logger.error("they cannot be made: %s. Run manage.py capture on as their owner.", error)


@transaction.atomic
def _goes_on(kind: Kind, now: datetime, covers: int | None) -> bool:
    """Whether a round of this kind is going on. One that is due begins.

    If missed changes can be covered, a round that does not cover them is broken off.
    """
    AuditRound.objects.get_or_create(kind=kind.name, defaults={"began_at": now, "covers": covers})
    last = AuditRound.objects.select_for_update(skip_locked=True).filter(kind=kind.name).first()
    if last is None:  # another worker has it
        return False
    must_cover = covers is not None and covers != last.covers
    if last.ended_at is None and not must_cover:
        return True
    if not (must_cover or last.differences or now - last.began_at >= kind.every):
        return False
    # A round that is broken off keeps what it found, and what is known of the one before it.
    ended = last.ended_at is not None
    AuditRound(
        kind=kind.name,
        began_at=now,
        covers=covers,
        days=0,
        differences=0 if ended else last.differences,
        last_ended_at=last.ended_at if ended else last.last_ended_at,
        last_days=last.days if ended else last.last_days,
        last_differences=last.differences if ended else last.last_differences,
    ).save()
    return True


@transaction.atomic
def _step(kind: Kind, now: datetime) -> int | None:
    """Look at the round's next day, or go on to the next app. Return the differences found.

    None: the round has ended, or days of its app are still to be built, or another worker has it.
    """
    going = AuditRound.objects.select_for_update(skip_locked=True)
    round_ = going.filter(kind=kind.name, ended_at=None).first()
    if round_ is None:
        return None
    if round_.app_id and days.is_pending(round_.app_id):
        return None
    day = _day_before(round_.app_id, round_.day) if round_.app_id else None
    if round_.app_id and day and day >= kind.oldest(now):
        found = _compare(Range(round_.app_id, day, day))
        round_.day = day
        round_.days += 1
        round_.differences += found
        round_.save()
        return found
    round_.app_id, round_.day = _app_after(round_.app_id), None
    if round_.app_id is None:
        round_.ended_at = now
        if kind is ALL and round_.covers is not None:
            missed.settle(round_.covers)
    round_.save()
    return None if round_.ended_at else 0


def _compare(of: Range) -> int:
    """Compare one day of an app, name the differences in the log, and mend them."""
    found = list(audit.differences(of))
    for difference in found[:SHOWN]:
        logger.error("audit: %s", difference)
    if len(found) > SHOWN:
        logger.error("audit: and %d more of %s, app %s", len(found) - SHOWN, of.first, of.app_id)
    if found:
        audit.mend(of.app_id, found)
    return len(found)


def _app_after(app_id: UUID | None) -> UUID | None:
    """The next app, by id, that has raw rows, facts or rollups."""
    found: UUID | None = _only(_next_app(), app_id=app_id)
    return found


def _day_before(app_id: UUID, day: date | None) -> date | None:
    """The next older day on which the app has rows; without `day`, the newest one."""
    found: date | None = _only(_next_day(), app_id=app_id, before=day or EVERYTHING_TO)
    return found


def _only(statement: str, **params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
        return row[0] if row else None
