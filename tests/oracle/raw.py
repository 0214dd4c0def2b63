"""The raw rows, as the database has them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg2.extensions
from psycopg2.extras import RealDictCursor

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RawTables:
    """All raw rows at one moment, each child table by the conference its rows point to."""

    conferences: Sequence[Row]
    sessions: Mapping[Any, Sequence[Row]]
    issues: Mapping[Any, Sequence[Row]]


def read_raw_tables(connection: psycopg2.extensions.connection) -> RawTables:
    """Every committed raw row. Nobody may commit meanwhile: the tables are read one by one."""
    return RawTables(
        conferences=_rows(connection, "conference"),
        sessions=_by_conference(_rows(connection, "app_session")),
        issues=_by_conference(_rows(connection, "app_issue")),
    )


def _rows(connection: psycopg2.extensions.connection, table: str) -> list[Row]:
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(f'SELECT * FROM "public"."{table}" ORDER BY id')
        return list(cursor.fetchall())


def _by_conference(rows: list[Row]) -> Mapping[Any, Sequence[Row]]:
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["conference_id"]].append(row)
    return dict(grouped)
