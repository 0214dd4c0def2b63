"""The rebuild: one statement brings facts and rollups from what they were to what the raw rows say.

It is one statement because READ COMMITTED takes a new snapshot for each. The raw rows read, the
facts written and the sums added to rollups must be of one moment. Else the facts are right and the
rollups drift. Its parts, all common table expressions:

    scope               the conferences to rebuild, as (app_id, conference_id)
    new_<fact>          their facts as the raw rows have them
    old_<fact>          their facts as stored
    segment             the segments of both; new ones are stored
    <fact>_stored, _deleted
    segment_bridge, new_<bridge>, old_<bridge>
    <rollup>_change     contributions of the new facts, less those of the old ones
    <rollup>_stored, _deleted

A conference that has not changed has a difference of nothing. So it does no harm to rebuild it
again. `manage.py sql refresh` prints the statement.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rollups.changes import queue, versions
from rollups.definitions.contributions import contributions, rows_from_raw, segment_bridge
from rollups.definitions.declarations import SEGMENT_BRIDGE, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import ands, commas, sql_of, with_list

# The conferences are parameters and the app is a constant, so that the planner knows how many rows
# each part has. If it expects one row, it joins the parts by nested loops, in quadratic time. For
# the same reason this part is not materialized, unlike the others.
_SCOPE = """
SELECT %(app_id)s::uuid AS app_id, conference_id
FROM unnest(%(conference_ids)s::uuid[]) given (conference_id)"""


def rebuild(
    app_id: UUID, conference_ids: Collection[UUID], *, changed_at: datetime | None = None
) -> None:
    """Rebuild the facts and rollups of conferences of one app. The caller holds the app's lock.

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
        # Another app's refresh stored the same new segment at the same instant. ON CONFLICT waits
        # for the key that it names, but not for the other one. Now the segment is there.
        with connection.cursor() as cursor:
            cursor.execute(rebuild_statement(), params)


@cache
def rebuild_statement() -> str:
    """The statement, for the parameters `app_id`, `conference_ids` and `changed_at`."""
    facts, bridges = declared().facts, declared().bridges
    parts = {}
    for fact in facts:
        parts[f"new_{fact.name}"] = rows_from_raw(fact)
        parts[f"old_{fact.name}"] = (
            f"SELECT f.* FROM rollups.{fact.name} f JOIN scope USING (app_id, conference_id)"
        )
    parts["segment"] = _segments()
    parts |= _store_dimensions()
    for fact in facts:
        parts |= _store_fact(fact)
    parts[SEGMENT_BRIDGE.name] = segment_bridge()
    for age in ("new", "old"):
        of_age = with_list({fact.name: f"SELECT * FROM {age}_{fact.name}" for fact in facts})
        for bridge in bridges:
            parts[f"{age}_{bridge.name}"] = f"{of_age}\n{sql_of(bridge.name)}"
    for rollup in declared().rollups:
        parts |= _store_rollup(rollup)
    parts["forwarded"] = _FORWARD_MOVED
    parts["app_state"] = versions.NEW
    # Each part is computed once, though several others read it.
    body = ",\n".join(f"{name} AS MATERIALIZED (\n{sql}\n)" for name, sql in parts.items())
    return f"WITH scope AS NOT MATERIALIZED ({_SCOPE}),\n{body}\nSELECT 1"


# One transaction adds a row, another moves the conference to a second app. The first still sees
# the first app, and queues the conference under it. The refresh sees the second app, and queues the
# conference again.
_FORWARD_MOVED = queue.put("""
SELECT c.app_id, c.id, coalesce(%(changed_at)s, statement_timestamp())
FROM scope JOIN public.conference c ON c.id = scope.conference_id
WHERE c.app_id <> scope.app_id""")


def _segments() -> str:
    dimensions = declared().dimensions
    segmented = [fact for fact in declared().facts if fact.segmented]
    new = (f"SELECT segment_id AS id, {commas(dimensions)} FROM new_{f.name}" for f in segmented)
    # The segment of a stored fact is committed, so its row can be read here.
    old = (
        f"SELECT g.id, {commas(f'g.{name}' for name in dimensions)} "
        f"FROM old_{f.name} JOIN rollups.segment g ON g.id = segment_id"
        for f in segmented
    )
    return "\nUNION\n".join([*new, *old])


def _store_dimensions() -> dict[str, str]:
    dimensions = declared().dimensions
    values = commas(f"('{name}', {name})" for name in dimensions)
    # In order, so that two workers that store the same new values do not deadlock.
    return {
        "segment_stored": (
            f"INSERT INTO rollups.segment (id, {commas(dimensions)})\n"
            f"SELECT id, {commas(dimensions)} FROM segment\n"
            "WHERE NOT EXISTS (SELECT FROM rollups.segment g WHERE g.id = segment.id)\n"
            f"ORDER BY id ON CONFLICT ({commas(dimensions)}) DO NOTHING"
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


def _store_rollup(rollup: Rollup) -> dict[str, str]:
    key, measures = commas(rollup.key), rollup.measures
    change = f"{rollup.name}_change"
    names = [*(fact.name for fact in declared().facts)]
    names += [bridge.name for bridge in declared().bridges]
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
        # The caller holds the app's lock, so nobody else changes the row that is seen here.
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
