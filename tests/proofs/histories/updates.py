"""Operations that change raw rows: every column that a number depends on, and some others.

Table and column names come only from the lists here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from psycopg2.extras import Json

from tests.proofs.histories import children, documents, values
from tests.proofs.histories.writer import Writer

Choice = Callable[[Random, datetime], Any]


def _chance(share: float) -> Choice:
    return lambda rng, now: rng.random() < share


COLUMNS: Mapping[str, Mapping[str, Choice]] = {
    "conference": {
        "ongoing": _chance(0.3),
        "is_active": _chance(0.8),
        "created_at": values.instant,
        "duration": lambda rng, now: values.duration(rng),
        "end_time": values.instant,
        "conference_name": lambda rng, now: rng.choice(values.TITLES),
        "conference_info": lambda rng, now: Json(values.name(rng)),
    },
    "app_session": {
        "platform": lambda rng, now: documents.platform(rng),
        "geo_ip": lambda rng, now: documents.geo_ip(rng),
        "app_version": lambda rng, now: rng.choice(values.VERSIONS),
        "is_active": _chance(0.7),
        "created_at": values.instant,
        "metadata": lambda rng, now: Json(values.name(rng)),
        "webrtc_sdk": lambda rng, now: rng.choice(("1", "2", None)),
    },
    "app_issue": {
        "type": lambda rng, now: rng.choice(children.ISSUE_TYPES),
        "is_active": _chance(0.7),
        "code": lambda rng, now: rng.choice(children.CODES),
        "data": lambda rng, now: documents.issue_data(rng),
        "created_at": values.instant,
    },
    "app_connection": {
        "type": lambda rng, now: rng.choice(children.CONNECTION_TYPES),
        "connection_info": lambda rng, now: documents.connection_info(rng),
        "is_active": _chance(0.7),
        "created_at": values.instant,
        "state": lambda rng, now: rng.choice(("new", "closed")),
        "duration": lambda rng, now: values.duration(rng),
    },
    "participant": {"is_sfu": _chance(0.3), "is_active": _chance(0.8)},
}


def one_row(writer: Writer) -> None:
    """Set one column of one row."""
    table, column, value = _any_column(writer)
    writer.execute(
        f"UPDATE public.{table} SET {column} = %s WHERE id = %s", value, writer.pick(table)
    )


def some_rows(writer: Writer) -> None:
    """Set one column of several rows in one statement."""
    table, column, value = _any_column(writer)
    writer.execute(
        f"UPDATE public.{table} SET {column} = %s WHERE id = ANY(%s::uuid[])",
        *(value, writer.pick_some(table, 8)),
    )


def all_rows(writer: Writer) -> None:
    """Set one column of every row of a table, to a new value or to its own."""
    table, column, value = _any_column(writer)
    if writer.rng.random() < 0.5:
        writer.execute(f"UPDATE public.{table} SET {column} = {column}")
    else:
        writer.execute(f"UPDATE public.{table} SET {column} = %s", value)


def shifted(writer: Writer) -> None:
    """Move rows a little in time: over the ends of hours and days."""
    table = writer.rng.choice(("conference", "app_session", "app_issue", "app_connection"))
    by = writer.rng.choice(("1 microsecond", "-1 microsecond", "1 hour", "-1 day", "30 days"))
    writer.execute(
        f"UPDATE public.{table} SET created_at = created_at + %s::interval"
        " WHERE id = ANY(%s::uuid[])",
        *(by, writer.pick_some(table, 8)),
    )


def there_and_back(writer: Writer) -> None:
    """Change a column and change it back in the same transaction."""
    table, column, value = _any_column(writer)
    key = writer.pick(table)
    writer.execute("DROP TABLE IF EXISTS before")
    writer.execute(
        f"CREATE TEMP TABLE before AS SELECT id, {column} FROM public.{table} WHERE id = %s", key
    )
    writer.execute(f"UPDATE public.{table} SET {column} = %s WHERE id = %s", value, key)
    writer.execute(
        f"UPDATE public.{table} SET {column} = b.{column} FROM before b WHERE {table}.id = b.id"
    )


def sessions_become_as_others(writer: Writer) -> None:
    """Several sessions get another session's platform and place. Their connections stay theirs."""
    writer.execute(
        """UPDATE public.app_session SET platform = other.platform, geo_ip = other.geo_ip
           FROM public.app_session other
           WHERE app_session.id = ANY(%s::uuid[]) AND other.id = %s""",
        *(writer.pick_some("app_session", 6), writer.pick("app_session")),
    )


def merged(writer: Writer) -> None:
    """One MERGE that changes some issues and deletes others."""
    writer.execute(
        """MERGE INTO public.app_issue i
           USING (SELECT unnest(%s::uuid[]) AS id) picked ON i.id = picked.id
           WHEN MATCHED AND i.type = 'e' THEN UPDATE SET type = 'w'
           WHEN MATCHED AND i.type = 'w' THEN DELETE""",
        writer.pick_some("app_issue", 5),
    )


def _any_column(writer: Writer) -> tuple[str, str, Any]:
    table = writer.rng.choice(list(COLUMNS))
    column = writer.rng.choice(list(COLUMNS[table]))
    return table, column, COLUMNS[table][column](writer.rng, writer.now)
