"""Gathers all that concerns one conference, from one snapshot, in bounded time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction

from rollups.cache.compute import one_moment
from rollups.changes import days, freshness, missed, queue
from rollups.changes.days import Day
from rollups.health.tracing.answers import Answers, answers_of
from rollups.health.tracing.contributed import Contribution, contributions_of
from rollups.health.tracing.rows import FactRows, RawRows, apps_of, days_of, fact_rows, raw_rows
from rollups.pipeline import audit, capture
from rollups.servers import database

SECONDS = 30.0  # for all of it
COMPARE_SECONDS = 10.0  # for comparing the rollups of its days, which costs a day of the app


@dataclass(frozen=True)
class Compared:
    """What the audit says of the rollups of a day. `differences` None: it took too long."""

    app_id: UUID
    day: date
    differences: list[audit.Difference] | None


@dataclass(frozen=True)
class Trace:
    """A conference as it is `at` a moment, by the database's clock.

    `queue`: rows of the change queue because of which it is rebuilt. `to_build`: its days that a
    backfill is still to build. Of the whole pipeline: `pending_days`, how many days that are;
    `missing`, how many missed changes are still missing; `as_of`, the moment that answers read now
    are true of.
    """

    conference_id: UUID
    at: datetime
    apps: list[UUID]
    raw: list[RawRows]
    queue: list[dict[str, Any]]
    to_build: list[Day]
    facts: list[FactRows]
    contributions: list[Contribution]
    compared: list[Compared]
    answers: list[Answers]
    absent_triggers: list[str]
    pending_days: int
    missing: int
    as_of: datetime | None

    @property
    def is_known(self) -> bool:
        """Whether there is a row of it, raw or stored, or queued by name."""
        named = any(row["conference_id"] == self.conference_id for row in self.queue)
        return bool(self.apps) or named or any(one.rows for one in self.raw)

    @property
    def differing(self) -> list[FactRows]:
        return [one for one in self.facts if one.differences]


def trace(conference_id: UUID, now: datetime) -> Trace:
    """Follow the conference. Raise ServerAway if PostgreSQL is away, or takes too long."""
    with database.asked(), database.patience(SECONDS), one_moment():
        apps = apps_of(conference_id)
        raw = raw_rows(conference_id)
        facts = [one for app_id in apps for one in fact_rows(app_id, conference_id)]
        contributions = [one for app_id in apps for one in contributions_of(app_id, conference_id)]
        return Trace(
            conference_id=conference_id,
            at=_began(),
            apps=apps,
            raw=raw,
            queue=queue.rows_of(conference_id),
            to_build=days.pending_among(days_of(facts)),
            facts=facts,
            contributions=contributions,
            compared=_compare({Day(one.app_id, one.day) for one in contributions}),
            answers=[
                answers_of(app_id, [one for one in facts if one.app_id == app_id], now)
                for app_id in apps
            ],
            absent_triggers=capture.status().absent,
            pending_days=days.count(),
            missing=missed.missing(),
            as_of=freshness.as_of(),
        )


def _began() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def _compare(of: Collection[Day]) -> list[Compared]:
    """Compare the rollups of these days with the stored facts, as the audit does."""
    compared = []
    with database.patience(COMPARE_SECONDS):
        for app_id, day in sorted(of):
            found: list[audit.Difference] | None
            try:
                with transaction.atomic():
                    found = list(audit.rollup_differences(audit.Range(app_id, day, day)))
            except (Error, database.QueryTimeout) as error:
                if not database.timed_out(error):
                    raise
                found = None
            compared.append(Compared(app_id, day, found))
    return compared
