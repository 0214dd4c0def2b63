"""The rows of one conference: raw rows, and facts, as stored and as the raw rows have them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rollups.changes import versions
from rollups.changes.days import Day
from rollups.definitions.declarations import Fact, Source
from rollups.definitions.registry import declared
from rollups.definitions.sql import UNION, commas
from rollups.pipeline.rebuild import reading

Row = dict[str, Any]  # as JSON has it, by column


@dataclass(frozen=True)
class RawRows:
    """The rows of a source, each with the columns that are read. `active`: how many are; None: its
    rows are neither active nor inactive."""

    source: str
    table: str
    rows: list[Row]
    active: int | None


@dataclass(frozen=True)
class Difference:
    """A row of a fact that differs. `stored` or `from_raw` is None where there is no such row.

    `columns` are those that differ; empty if there is only one row.
    """

    key: Row
    stored: Row | None
    from_raw: Row | None
    columns: list[str]


@dataclass(frozen=True)
class FactRows:
    """The rows of a fact. They show what they are filtered by, too."""

    fact: str
    app_id: UUID
    stored: list[Row]
    from_raw: list[Row]
    differences: list[Difference]


def raw_rows(conference_id: UUID) -> list[RawRows]:
    return [_of_source(source, conference_id) for source in declared().sources]


def _of_source(source: Source, conference_id: UUID) -> RawRows:
    rows = _json_rows(
        f"SELECT to_json(r)::text FROM (SELECT {commas(source.reads)} FROM public.{source.table} "
        f"WHERE {source.of_conference} ORDER BY {source.reads[0]}) r",
        {"conference_id": conference_id},
    )
    active = sum(row["is_active"] for row in rows) if "is_active" in source.reads else None
    return RawRows(source.name, source.table, rows, active)


def apps_of(conference_id: UUID) -> list[UUID]:
    """The apps under which it stands, raw or stored. More than one: it moved, and is queued."""
    selects = ["SELECT app_id FROM public.conference WHERE id = %(conference_id)s"]
    selects += [
        f"SELECT app_id FROM rollups.{fact.name} "
        f"WHERE app_id IN ({versions.APPS}) AND conference_id = %(conference_id)s"
        for fact in declared().facts
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{UNION.join(selects)}\nORDER BY app_id", {"conference_id": conference_id})
        return [app_id for (app_id,) in cursor.fetchall()]


def fact_rows(app_id: UUID, conference_id: UUID) -> list[FactRows]:
    return [_of_fact(fact, app_id, conference_id) for fact in declared().facts]


def _of_fact(fact: Fact, app_id: UUID, conference_id: UUID) -> FactRows:
    given = {"app_id": app_id, "conference_ids": [conference_id]}
    shown = commas(f"f.{column}" for column in fact.columns)
    joined = ""
    if fact.segmented:
        shown += "".join(f", g.{name}" for name in declared().dimensions)
        joined = "LEFT JOIN segment g ON g.id = f.segment_id"
    stored, from_raw = (
        _json_rows(
            reading(
                f"SELECT to_json(r)::text FROM (SELECT {shown} FROM {age}_{fact.name} f {joined} "
                f"ORDER BY {commas(f'f.{column}' for column in fact.key)}) r"
            ),
            given,
        )
        for age in ("old", "new")
    )
    return FactRows(fact.name, app_id, stored, from_raw, _differences(fact, stored, from_raw))


def _differences(fact: Fact, stored: list[Row], from_raw: list[Row]) -> list[Difference]:
    by_key = [
        {tuple(row[name] for name in fact.key): row for row in rows} for rows in (stored, from_raw)
    ]
    found = []
    for key in sorted(by_key[0].keys() | by_key[1].keys()):
        ours, theirs = (rows.get(key) for rows in by_key)
        if ours != theirs:
            named = dict(zip(fact.key, key, strict=True))
            found.append(Difference(named, ours, theirs, _unlike(ours, theirs)))
    return found


def _unlike(stored: Row | None, from_raw: Row | None) -> list[str]:
    if stored is None or from_raw is None:
        return []
    return [name for name in stored if stored[name] != from_raw[name]]


def days_of(facts: list[FactRows]) -> list[Day]:
    """The days that a backfill would build this conference with."""
    fact = declared().listing.fact.name
    rows = [row for one in facts if one.fact == fact for row in (*one.stored, *one.from_raw)]
    # Our connections are in UTC: see DATABASES in proj/settings.py.
    return sorted(
        {Day(UUID(row["app_id"]), date.fromisoformat(row["created_at"][:10])) for row in rows}
    )


def _json_rows(statement: str, params: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [json.loads(row) for (row,) in cursor.fetchall()]
