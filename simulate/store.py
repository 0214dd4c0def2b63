"""Writes rows into PeerMetrics' tables: one statement for a step, COPY for many rows."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from hashlib import md5

from django.db.backends.utils import CursorWrapper

from simulate.distributions import APPS, ORGANIZATION
from simulate.steps import Row, Step

# In the order that foreign keys require.
COLUMNS: dict[str, tuple[str, ...]] = {
    "conference": (
        "id", "conference_id", "conference_name", "conference_info", "start_time", "call_start",
        "end_time", "ongoing", "duration", "created_at", "is_active", "app_id",
    ),
    "participant": (
        "id", "participant_id", "participant_name", "is_sfu", "created_at", "is_active", "app_id",
    ),
    "participant_conferences": ("participant_id", "conference_id"),
    "app_session": (
        "id", "constraints", "devices", "platform", "metadata", "geo_ip", "app_version",
        "webrtc_sdk", "session_info", "duration", "end_time", "call_start", "created_at",
        "is_active", "conference_id", "participant_id",
    ),
    "app_connection": (
        "id", "type", "state", "connection_info", "start_time", "end_time", "duration",
        "created_at", "is_active", "conference_id", "participant_id", "peer_id", "session_id",
    ),
    "app_issue": (
        "id", "type", "code", "data", "created_at", "is_active", "conference_id",
        "connection_id", "participant_id", "session_id", "track_id",
    ),
}  # fmt: skip

_NULL = "\\N"


def carry_out(cursor: CursorWrapper, step: Step) -> None:
    """Run one step as one statement. Running it twice has the same result."""
    columns = list(step.values)
    names = ", ".join(f'"{column}"' for column in columns)
    if step.action == "insert":
        marks = ", ".join(["%s"] * len(columns))
        cursor.execute(
            f'INSERT INTO "public"."{step.table}" ({names}) VALUES ({marks})'
            " ON CONFLICT DO NOTHING",
            list(step.values.values()),
        )
    else:
        changes = {column: value for column, value in step.values.items() if column != "id"}
        settings = ", ".join(f'"{column}" = %s' for column in changes)
        cursor.execute(
            f'UPDATE "public"."{step.table}" SET {settings} WHERE id = %s',
            [*changes.values(), step.values["id"]],
        )


def copy(cursor: CursorWrapper, table: str, rows: Iterable[Row]) -> None:
    columns = COLUMNS[table]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        values = [row[column] for column in columns]
        writer.writerow([_NULL if value is None else value for value in values])
    text.seek(0)
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'COPY "public"."{table}" ({names}) FROM STDIN (FORMAT csv, NULL \'{_NULL}\')'
    with cursor.db.wrap_database_errors:  # Django does this only for execute()
        cursor.copy_expert(statement, text)


def analyze(cursor: CursorWrapper) -> None:
    """Update the planner's statistics for this transaction's rows, and block autovacuum meanwhile.

    Autovacuum would see pages without rows. The triggers' plans made after that read whole tables
    for each row: 10,000 conferences took ten minutes.
    """
    for table in COLUMNS:
        cursor.execute(f'ANALYZE "public"."{table}"')


def ensure_apps(cursor: CursorWrapper, created_at: datetime) -> None:
    """Insert the organization and its apps if they are missing."""
    organization_id, name = ORGANIZATION
    common: Row = {"created_at": created_at, "is_active": True}
    organization = {"id": organization_id, "name": name, **common}
    carry_out(cursor, Step(created_at, "insert", "organization", organization))
    for app in APPS:
        row = {
            "id": app.id,
            "name": app.name,
            "api_key": md5(app.id.encode(), usedforsecurity=False).hexdigest(),
            "domain": None,
            "interval": 10_000,
            "recording": True,
            "durations_days": "{}",
            "organization_id": organization_id,
            **common,
        }
        carry_out(cursor, Step(created_at, "insert", "app", row))


def held(cursor: CursorWrapper) -> int:
    """How many conferences the simulated apps hold."""
    cursor.execute(
        'SELECT count(*) FROM "public"."conference" WHERE app_id = ANY(%s::uuid[])',
        [[app.id for app in APPS]],
    )
    return int(cursor.fetchone()[0])


def known_participants(cursor: CursorWrapper) -> set[str]:
    """The ids of the simulated apps' participants."""
    cursor.execute(
        'SELECT id::text FROM "public"."participant" WHERE app_id = ANY(%s::uuid[])',
        [[app.id for app in APPS]],
    )
    return {row[0] for row in cursor.fetchall()}


_END = """
UPDATE "public"."app_connection" SET end_time = %(at)s,
  duration = greatest(extract(epoch FROM %(at)s - start_time), 0)::int
WHERE conference_id = ANY(%(ids)s::uuid[]) AND end_time IS NULL;
UPDATE "public"."app_session" SET end_time = %(at)s, call_start = NULL,
  duration = greatest(extract(epoch FROM %(at)s - created_at), 0)::int
WHERE conference_id = ANY(%(ids)s::uuid[]) AND end_time IS NULL;
UPDATE "public"."conference" SET end_time = %(at)s, call_start = NULL, ongoing = false,
  duration = duration + greatest(extract(epoch FROM %(at)s - call_start), 0)::int
WHERE id = ANY(%(ids)s::uuid[]) AND ongoing;
"""


def end(cursor: CursorWrapper, conference_ids: list[str], at: datetime) -> None:
    """End these conferences now, with all that is open in them."""
    cursor.execute(_END, {"at": at, "ids": conference_ids})


def reason(error: Exception) -> str:
    """The database's message without its details."""
    return str(error).partition("\n")[0]
