"""The one statement that brings facts and rollups from what they were to what the raw rows say.

Everything happens in one statement because READ COMMITTED takes a new snapshot for each: the raw
rows read, the facts written and the sums added to the rollups must be of one moment, or the facts
are right and the rollups drift. Its parts, all common table expressions:

    scope               the conferences to look at, as (app_id, conference_id)
    new_<fact>          their facts as the raw rows have them
    old_<fact>          their facts as stored
    segment             the segments of both; new ones are stored
    <fact>_stored, _deleted
    segment_pass, new_<pass>, old_<pass>
    <rollup>_change     contributions of the new facts less those of the old ones
    <rollup>_stored, _deleted

A conference that has not changed has a difference of nothing, so looking twice does no harm.

The definitions name their inputs plainly (conference_fact, segment_pass, counted). A WITH list
inside each part says which rows those names stand for: there, a name means the part of the
statement and not the table.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rollups.definitions import DIMENSIONS, FACTS, ROLLUPS, SEGMENT_PASS
from rollups.kinds import Fact, Rollup, sql_of

EVERYTHING = 0  # the filter that every row passes
PASSES = sorted({fact.passes for fact in FACTS} - {SEGMENT_PASS}, key=attrgetter("name"))


def commas(items: Iterable[str]) -> str:
    return ", ".join(items)


def ands(items: Iterable[str]) -> str:
    return " AND ".join(items)


def with_list(parts: dict[str, str], how: str = "NOT MATERIALIZED") -> str:
    """`WITH name AS (sql), ...` for the parts, in order.

    As a rule they are written into what reads them, so that the planner sees through the names to
    the tables and constants behind. It guesses badly at the size of what is materialized.
    """
    return "WITH " + ",\n".join(f"{name} AS {how} ({sql})" for name, sql in parts.items())


# The conferences are given, not read from a table, and the app is a constant, because the planner
# then knows how many rows each part has. Thinking of one, it joins the parts by nested loops, in
# quadratic time. Hence not materialized either, unlike the others.
_SCOPE = """
SELECT %(app_id)s::uuid AS app_id, conference_id
FROM unnest(%(conference_ids)s::uuid[]) given (conference_id)"""


def rebuild(
    app_id: UUID, conference_ids: Collection[UUID], *, changed_at: datetime | None = None
) -> None:
    """Rebuild the facts and rollups of conferences of one app, whose lock the caller holds.

    `changed_at`: since when they may be wrong; None: since now.
    """
    params: dict[str, Any] = {
        "app_id": app_id,
        "conference_ids": list(conference_ids),
        "changed_at": changed_at,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(rebuild_statement(), params)
    except IntegrityError:
        # Another app's refresh stored the same new segment at the same instant: the key that
        # ON CONFLICT names is awaited, the other one is not. Now it is there.
        with connection.cursor() as cursor:
            cursor.execute(rebuild_statement(), params)


@cache
def rebuild_statement() -> str:
    parts = {}
    for fact in FACTS:
        parts[f"new_{fact.name}"] = rows_from_raw(fact)
        parts[f"old_{fact.name}"] = (
            f"SELECT f.* FROM rollups.{fact.name} f JOIN scope USING (app_id, conference_id)"
        )
    parts["segment"] = _segments()
    parts |= _store_dimensions()
    for fact in FACTS:
        parts |= _store_fact(fact)
    parts["segment_pass"] = sql_of("passes/segment_pass")
    for age in ("new", "old"):
        facts = with_list({fact.name: f"SELECT * FROM {age}_{fact.name}" for fact in FACTS})
        for one in PASSES:
            parts[f"{age}_{one.name}"] = f"{facts}\n{sql_of(f'passes/{one.name}')}"
    for rollup in ROLLUPS:
        parts |= _store_rollup(rollup)
    parts["forwarded"] = _FORWARD_MOVED
    parts["app_state"] = NEW_VERSION
    # Each part is computed once, though several others read it.
    body = ",\n".join(f"{name} AS MATERIALIZED (\n{sql}\n)" for name, sql in parts.items())
    return f"WITH scope AS NOT MATERIALIZED ({_SCOPE}),\n{body}\nSELECT 1"


# A writer that adds a session while another moves the conference to a second app still sees the
# first one, and queues the conference under it. Here the second is seen, and queued.
_FORWARD_MOVED = """
INSERT INTO rollups.change_queue (app_id, conference_id, queued_at)
SELECT c.app_id, c.id, coalesce(%(changed_at)s, statement_timestamp())
FROM scope JOIN public.conference c ON c.id = scope.conference_id
WHERE c.app_id <> scope.app_id"""

# The app's answers are other ones from here on. A version is the time in microseconds, so that it
# also grows where the schema is removed and installed again while a cache lives on.
NEW_VERSION = """
INSERT INTO rollups.app_state AS t (app_id, version)
VALUES (%(app_id)s::uuid, (extract(epoch FROM clock_timestamp()) * 1e6)::bigint)
ON CONFLICT (app_id) DO UPDATE SET version = greatest(t.version + 1, excluded.version)"""


def rows_from_raw(fact: Fact) -> str:
    """The fact's rows of the conferences in `scope`, as the raw rows have them."""
    if not fact.segmented:
        return sql_of(f"facts/{fact.name}")
    return (
        f"SELECT f.*, rollups.segment_id({commas(DIMENSIONS)}) AS segment_id\n"
        f"FROM (\n{sql_of(f'facts/{fact.name}')}\n) f"
    )


def _segments() -> str:
    segmented = [fact for fact in FACTS if fact.segmented]
    new = (f"SELECT segment_id AS id, {commas(DIMENSIONS)} FROM new_{f.name}" for f in segmented)
    # A segment that a stored fact has is committed: its row can be read here.
    old = (
        f"SELECT g.id, {commas(f'g.{name}' for name in DIMENSIONS)} "
        f"FROM old_{f.name} JOIN rollups.segment g ON g.id = segment_id"
        for f in segmented
    )
    return "\nUNION\n".join([*new, *old])


def _store_dimensions() -> dict[str, str]:
    values = commas(f"('{name}', {name})" for name in DIMENSIONS)
    # Ordered, so that two workers that meet the same new values do not wait for each other in turn.
    return {
        "segment_stored": (
            f"INSERT INTO rollups.segment (id, {commas(DIMENSIONS)})\n"
            f"SELECT id, {commas(DIMENSIONS)} FROM segment\n"
            "WHERE NOT EXISTS (SELECT FROM rollups.segment g WHERE g.id = segment.id)\n"
            f"ORDER BY id ON CONFLICT ({commas(DIMENSIONS)}) DO NOTHING"
        ),
        "filter_stored": (
            "INSERT INTO rollups.filter (id, dimension, value)\n"
            "SELECT DISTINCT rollups.filter_id(dimension, value) AS id, dimension, value\n"
            f"FROM segment CROSS JOIN LATERAL (VALUES {values}) v (dimension, value)\n"
            "WHERE NOT EXISTS (SELECT FROM rollups.filter f\n"
            "                  WHERE f.id = rollups.filter_id(v.dimension, v.value))\n"
            "ORDER BY id ON CONFLICT (dimension, value) DO NOTHING"
        ),
    }


def _store_fact(fact: Fact) -> dict[str, str]:
    columns, key = commas(fact.columns), commas(fact.key)
    values = [name for name in fact.columns if name not in fact.key]
    return {
        f"{fact.name}_deleted": (
            f"DELETE FROM rollups.{fact.name} t USING (\n"
            f"    SELECT {key} FROM old_{fact.name} EXCEPT SELECT {key} FROM new_{fact.name}\n"
            f") gone WHERE {ands(f't.{name} = gone.{name}' for name in fact.key)}"
        ),
        f"{fact.name}_stored": (
            f"INSERT INTO rollups.{fact.name} ({columns})\n"
            f"SELECT {columns} FROM new_{fact.name} EXCEPT SELECT {columns} FROM old_{fact.name}\n"
            f"ON CONFLICT ({key}) DO UPDATE SET "
            f"{commas(f'{name} = excluded.{name}' for name in values)}"
        ),
    }


UTC_DAY = "({at} AT TIME ZONE 'UTC')::date"


def contributions(
    rollup: Rollup, rows: dict[str, str], *, day: str = UTC_DAY, only_filter: int | None = None
) -> str:
    """What the facts add to the rollup: its definition over the facts that `rows` name.

    `rows` maps names that the definition and its passes use to a SELECT of their rows. `day` is
    how a counted row's day follows from its time, `{at}`. With `only_filter`, only what passes that
    filter is counted; where it is EVERYTHING, no pass needs to be read.
    """
    fact = rollup.fact
    parts = dict(rows)
    needed = {rollup.further_pass} if rollup.further_pass else set()
    counts = ands(f"f.{column}" for column in rollup.counted)
    counted = f"SELECT f.*, {day.format(at=f'f.{rollup.at}')} AS day"
    if only_filter == EVERYTHING:
        counted += f", {EVERYTHING}::bigint AS filter_id FROM {fact.name} f WHERE {counts}"
    else:
        needed.add(fact.passes)
        counted += (
            f", pass.filter_id FROM {fact.name} f JOIN {fact.passes.name} pass "
            f"USING ({commas(fact.passes_by)}) WHERE {counts}"
        )
        if only_filter is not None:
            counted += f" AND pass.filter_id = {only_filter}"
    for one in PASSES:
        if one in needed and one.name not in parts:
            parts[one.name] = sql_of(f"passes/{one.name}")
    parts["counted"] = counted
    return f"{with_list(parts)}\n{sql_of(f'rollups/{rollup.name}')}"


def _store_rollup(rollup: Rollup) -> dict[str, str]:
    key, measures = commas(rollup.key), rollup.measures
    change = f"{rollup.name}_change"
    names = [*(fact.name for fact in FACTS), *(one.name for one in PASSES)]
    new, old = (
        contributions(rollup, {name: f"SELECT * FROM {age}_{name}" for name in names})
        for age in ("new", "old")
    )
    same_row = ands(f"t.{name} = change.{name}" for name in rollup.key)
    reaches_zero = ands(f"t.{m} + change.{m} = 0" for m in measures)
    return {
        change: (
            f"SELECT {key}, {commas(f'sum({m})::int AS {m}' for m in measures)}\n"
            f"FROM (\n"
            f"SELECT {key}, {commas(measures)} FROM (\n{new}\n) after\n"
            "UNION ALL\n"
            f"SELECT {key}, {commas(f'-{m}' for m in measures)} FROM (\n{old}\n) before\n"
            f") both_sides\nGROUP BY {key}\n"
            f"HAVING {' OR '.join(f'sum({m}) <> 0' for m in measures)}"
        ),
        # The app's lock is held, so the row seen here is the row that is there.
        f"{rollup.name}_deleted": (
            f"DELETE FROM rollups.{rollup.name} t USING {change} change\n"
            f"WHERE {same_row} AND {reaches_zero}"
        ),
        f"{rollup.name}_stored": (
            f"INSERT INTO rollups.{rollup.name} AS t ({key}, {commas(measures)})\n"
            f"SELECT {key}, {commas(measures)} FROM {change} change\n"
            f"WHERE NOT EXISTS (SELECT FROM rollups.{rollup.name} t\n"
            f"                  WHERE {same_row} AND {reaches_zero})\n"
            f"ORDER BY {key} ON CONFLICT ({key}) DO UPDATE SET "
            f"{commas(f'{m} = t.{m} + excluded.{m}' for m in measures)}"
        ),
    }
