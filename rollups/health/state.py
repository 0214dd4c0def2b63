"""The state of the pipeline, read from the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django_celery_beat.models import PeriodicTask

from rollups.changes import days, missed, queue
from rollups.changes.freshness import as_of
from rollups.health import raw_schema
from rollups.health.task_runs import OURS, short_name
from rollups.installation import after_migrate
from rollups.models import AuditRound, TaskRun
from rollups.pipeline import capture
from rollups.servers import database

_PATIENCE = 2  # seconds for all of it: less than a probe waits

_NUMBERS = f"""
SELECT
    statement_timestamp() AS now,
    {queue.LENGTH} AS queue_rows,
    {queue.OLDEST} AS queued_at,
    {days.COUNT} AS pending_days,
    (SELECT min(began) FROM (
        -- Without a snapshot and a transaction id it keeps no dead row from being removed.
        SELECT min(xact_start) AS began FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend'
          AND pid <> pg_backend_pid() AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)
        UNION ALL
        SELECT min(prepared) FROM pg_prepared_xacts WHERE database = current_database()
    ) t) AS oldest_transaction,
    pg_has_role('pg_read_all_stats', 'USAGE') AS sees_all_transactions,
    {missed.COUNT} AS missed,
    {missed.MISSING} AS missing,
    pg_jit_available() AS compiles,
    current_user AS role,
    ARRAY(SELECT proname::text FROM pg_catalog.pg_proc
          WHERE pronamespace = 'rollups'::regnamespace AND prosecdef
            AND has_function_privilege('public', oid, 'EXECUTE') ORDER BY 1) AS open_functions"""


@dataclass(frozen=True)
class PeriodicRun:
    """A periodic task: how often it is due, when beat sent it last, and its last run.

    `period` and `seconds` in seconds; `sent_at` None: never sent; `run` None: never finished.
    """

    name: str
    enabled: bool
    period: float
    sent_at: datetime | None
    run: TaskRun | None


@dataclass(frozen=True)
class State:
    """All of one moment, `now`, by the database's clock.

    `queued_at` None: the queue is empty. `as_of` None: before the first backfill.
    `oldest_transaction` None: none is open. `sees_all_transactions`: whether our role may see
    those of others. `absent_triggers`: those that capture needs and that are missing or disabled.
    """

    now: datetime
    queue_rows: int
    queued_at: datetime | None
    pending_days: int
    oldest_transaction: datetime | None
    sees_all_transactions: bool
    as_of: datetime | None
    missed: int
    missing: int
    compiles: bool
    role: str
    open_functions: list[str]
    absent_triggers: list[str]
    absent_columns: list[str]
    outdated: list[str]
    rounds: dict[str, AuditRound]
    periodic: list[PeriodicRun]

    def age(self, moment: datetime | None) -> float:
        """Seconds since the moment; 0 where there is none."""
        return max((self.now - moment).total_seconds(), 0) if moment else 0

    def runs(self) -> list[TaskRun]:
        """The last run of each task that has ever finished."""
        return [one.run for one in self.periodic if one.run]

    @property
    def beat_at(self) -> datetime | None:
        """Beat's last sign of life: when it last sent one of our tasks."""
        return max((one.sent_at for one in self.periodic if one.sent_at), default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """PostgreSQL and we give up the block's queries after two seconds.

    Raise ServerAway if it is away, django.db.Error if a query fails.
    """
    with database.asked(), database.patience(_PATIENCE), transaction.atomic():
        with connection.cursor() as cursor:  # for a lock that somebody else holds
            cursor.execute(f"SET LOCAL statement_timeout = '{_PATIENCE}s'")
        yield


def read() -> State:
    """The present state. Raise ServerAway or django.db.Error if it does not come in time."""
    with bounded():
        with connection.cursor() as cursor:
            cursor.execute(_NUMBERS)
            names = [column.name for column in cursor.description or ()]
            numbers: dict[str, Any] = dict(zip(names, cursor.fetchone(), strict=True))
        return State(
            **numbers,
            as_of=as_of(),
            absent_triggers=capture.status().absent,
            absent_columns=raw_schema.absent(),
            outdated=after_migrate.outdated(),
            rounds=AuditRound.objects.in_bulk(),
            periodic=_periodic(),
        )


def _periodic() -> list[PeriodicRun]:
    """One for each task. Of several entries (a refresh for each shard), the one sent last."""
    runs = TaskRun.objects.in_bulk()
    ours = PeriodicTask.objects.filter(task__startswith=OURS, interval__isnull=False)
    entries = ours.select_related("interval")
    found = {}
    for entry in entries.order_by("task", F("last_run_at").asc(nulls_first=True)):
        period: timedelta = entry.schedule.run_every
        name = short_name(entry.task)
        found[name] = PeriodicRun(
            name, entry.enabled, period.total_seconds(), entry.last_run_at, runs.get(name)
        )
    return list(found.values())
