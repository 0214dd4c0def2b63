"""The raw rows of the database."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import psycopg2.extensions
from psycopg2.extras import RealDictCursor, register_default_jsonb

Row = Mapping[str, Any]
ByConference = Mapping[Any, Sequence[Row]]

# Python refuses to convert a JSON number of too many digits to an integer.
_parse = partial(json.loads, parse_int=float)


@dataclass(frozen=True)
class RawTables:
    """All raw rows at one moment. Child tables are grouped by conference.

    `members` holds the rows of participant_conferences.
    """

    conferences: Sequence[Row]
    sessions: ByConference = field(default_factory=dict)
    issues: ByConference = field(default_factory=dict)
    connections: ByConference = field(default_factory=dict)
    members: ByConference = field(default_factory=dict)
    participants: Sequence[Row] = ()

    @cached_property
    def session_by_id(self) -> Mapping[Any, Row]:
        return {row["id"]: row for rows in self.sessions.values() for row in rows}

    @cached_property
    def participant_by_id(self) -> Mapping[Any, Row]:
        return {row["id"]: row for row in self.participants}


def read_raw_tables(connection: psycopg2.extensions.connection) -> RawTables:
    """Every committed raw row. No transaction may commit meanwhile: tables are read one by one."""
    register_default_jsonb(connection, loads=_parse)
    return RawTables(
        conferences=_rows(connection, "conference"),
        sessions=_by_conference(_rows(connection, "app_session")),
        issues=_by_conference(_rows(connection, "app_issue")),
        connections=_by_conference(_rows(connection, "app_connection")),
        members=_by_conference(_rows(connection, "participant_conferences")),
        participants=_rows(connection, "participant"),
    )


def _rows(connection: psycopg2.extensions.connection, table: str) -> list[Row]:
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(f'SELECT * FROM "public"."{table}" ORDER BY id')
        return list(cursor.fetchall())


def _by_conference(rows: list[Row]) -> ByConference:
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["conference_id"]].append(row)
    return dict(grouped)
