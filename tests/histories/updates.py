"""Operations that change raw rows: every column that some number depends on, and some that none do.

Table and column names come from the lists here alone.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from psycopg2.extras import Json

from tests.histories import inserts, values
from tests.histories.writer import Writer

Choice = Callable[[Random, datetime], Any]


def _chance(share: float) -> Choice:
    return lambda rng, now: rng.random() < share


COLUMNS: Mapping[str, Mapping[str, Choice]] = {
    "conference": {
        "ongoing": _chance(0.3),
        "is_active": _chance(0.8),
        "created_at": values.instant,
        "duration": lambda rng, now: rng.choice((0, 59, 60, 3600)),
        "end_time": values.instant,
        "conference_name": lambda rng, now: rng.choice(values.PLAIN_NAMES),
        "conference_info": lambda rng, now: Json(values.name(rng)),
    },
    "app_session": {
        "platform": lambda rng, now: values.platform(rng),
        "geo_ip": lambda rng, now: values.geo_ip(rng),
        "app_version": lambda rng, now: rng.choice(values.VERSIONS),
        "is_active": _chance(0.7),
        "created_at": values.instant,
        "metadata": lambda rng, now: Json(values.name(rng)),
        "webrtc_sdk": lambda rng, now: rng.choice(("1", "2", None)),
    },
    "app_issue": {
        "type": lambda rng, now: rng.choice(inserts.ISSUE_TYPES),
        "is_active": _chance(0.7),
        "code": lambda rng, now: rng.choice(inserts.CODES),
        "data": lambda rng, now: Json(values.name(rng)),
        "created_at": values.instant,
    },
    "participant": {"is_sfu": _chance(0.3), "is_active": _chance(0.8)},
}

# Columns by which a row belongs to another: table, column, and the table that it points to.
PARENTS = (
    ("conference", "app_id", "app"),
    ("app_session", "conference_id", "conference"),
    ("app_issue", "conference_id", "conference"),
    ("app_issue", "session_id", "app_session"),
)


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
    """Set one column of every row of a table, or set it to what it is."""
    table, column, value = _any_column(writer)
    if writer.rng.random() < 0.5:
        writer.execute(f"UPDATE public.{table} SET {column} = {column}")
    else:
        writer.execute(f"UPDATE public.{table} SET {column} = %s", value)


def shifted(writer: Writer) -> None:
    """Move rows in time by a little: over the ends of hours and days."""
    table = writer.rng.choice(("conference", "app_session", "app_issue"))
    by = writer.rng.choice(("1 microsecond", "-1 microsecond", "1 hour", "-1 day", "30 days"))
    writer.execute(
        f"UPDATE public.{table} SET created_at = created_at + %s::interval"
        " WHERE id = ANY(%s::uuid[])",
        *(by, writer.pick_some(table, 8)),
    )


def moved(writer: Writer) -> None:
    """Give one or several rows another parent."""
    table, column, parent = writer.rng.choice(PARENTS)
    writer.execute(
        f"UPDATE public.{table} SET {column} = %s WHERE id = ANY(%s::uuid[])",
        *(writer.pick(parent), writer.pick_some(table, writer.rng.choice((1, 5)))),
    )


def attributed(writer: Writer) -> None:
    """Issues that had no conference get that of their session, as PeerMetrics does it late."""
    writer.execute(
        """UPDATE public.app_issue SET conference_id = s.conference_id
           FROM public.app_session s
           WHERE s.id = app_issue.session_id AND app_issue.conference_id IS NULL"""
    )


def unattributed(writer: Writer) -> None:
    """Some issues lose their conference."""
    writer.execute(
        "UPDATE public.app_issue SET conference_id = NULL WHERE id = ANY(%s::uuid[])",
        writer.pick_some("app_issue", 3),
    )


def swapped(writer: Writer) -> None:
    """Two rows exchange a value in one statement: the column's values stay the same as a set."""
    table, column = _any_swap(writer)
    first, second = writer.pick(table), writer.pick(table)
    writer.execute(
        f"""UPDATE public.{table} SET {column} = other.{column} FROM public.{table} other
            WHERE ({table}.id, other.id) IN ((%s, %s), (%s, %s))""",
        *(first, second, second, first),
    )


def there_and_back(writer: Writer) -> None:
    """Change a column and change it back within the transaction."""
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


def renamed_conference(writer: Writer) -> None:
    """A conference gets another primary key, and its rows follow it."""
    old, new = writer.pick("conference"), values.key(writer.rng)
    writer.execute("UPDATE public.conference SET id = %s WHERE id = %s", new, old)
    for table in ("app_issue", "app_session", "participant_conferences"):
        writer.execute(
            f"UPDATE public.{table} SET conference_id = %s WHERE conference_id = %s", new, old
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


def _any_swap(writer: Writer) -> tuple[str, str]:
    columns = [(table, column) for table in COLUMNS for column in COLUMNS[table]]
    return writer.rng.choice([*columns, *(parent[:2] for parent in PARENTS)])
