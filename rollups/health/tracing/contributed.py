"""What one conference contributes to the rollups, and what the rollup rows hold in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from rollups.definitions.contributions import EVERYTHING, filters
from rollups.definitions.declarations import Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import commas
from rollups.pipeline.parts import contributed
from rollups.pipeline.rebuild import reading

Measures = dict[str, int]


@dataclass(frozen=True)
class Contribution:
    """What the conference adds to one row of a rollup, by measure.

    `stored`: as its stored facts have it. `from_raw`: as its raw rows have it. `in_all`: what the
    rollup's row holds, of all conferences; None: there is no such row. `dimension` and `value` name
    the filter.
    """

    rollup: str
    app_id: UUID
    day: date
    dimension: str
    value: str
    groups: dict[str, Any]
    stored: Measures
    from_raw: Measures
    in_all: Measures | None


def contributions_of(app_id: UUID, conference_id: UUID) -> list[Contribution]:
    given = {"app_id": app_id, "conference_ids": [conference_id]}
    return [one for rollup in declared().rollups for one in _to_rollup(rollup, given)]


def _to_rollup(rollup: Rollup, given: dict[str, Any]) -> list[Contribution]:
    key, measures = commas(rollup.key), rollup.measures
    dimensions = commas(declared().dimensions)
    sides = [
        *(f"coalesce(stored.{name}, 0)" for name in measures),
        *(f"coalesce(from_raw.{name}, 0)" for name in measures),
        *(f"in_all.{name}" for name in measures),
    ]
    statement = reading(
        f"SELECT day, filter.dimension, filter.value, {commas((*rollup.groups, *sides))}\n"
        f"FROM (\n{contributed(rollup, 'old')}\n) stored\n"
        f"FULL JOIN (\n{contributed(rollup, 'new')}\n) from_raw USING ({key})\n"
        f"LEFT JOIN rollups.{rollup.name} in_all USING ({key})\n"
        f"LEFT JOIN (\n{filters()}\nUNION ALL SELECT {EVERYTHING}, 'everything', ''\n"
        f"UNION ALL SELECT id, 'segment', concat_ws(', ', {dimensions}) FROM segment\n) filter\n"
        "    ON filter.id = filter_id\n"
        f"ORDER BY day, filter_id <> {EVERYTHING}, 2, 3, {commas(rollup.groups)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [_read(rollup, given["app_id"], row) for row in cursor.fetchall()]


def _read(rollup: Rollup, app_id: UUID, row: Sequence[Any]) -> Contribution:
    values = iter(row)

    def named(names: Sequence[str]) -> dict[str, Any]:
        return dict(zip(names, islice(values, len(names)), strict=True))

    day, dimension, value = islice(values, 3)
    groups = named(rollup.groups)
    stored, from_raw, in_all = (named(rollup.measures) for _ in range(3))
    is_there = None not in in_all.values()
    return Contribution(
        rollup.name,
        app_id,
        day,
        dimension,
        value,
        groups,
        stored,
        from_raw,
        in_all if is_there else None,
    )
