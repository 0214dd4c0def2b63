"""The parts of the rebuild's statement, by name.

scope               the conferences to rebuild, as (app_id, conference_id)
new_<fact>          their facts as the raw rows have them
old_<fact>          their facts as stored
added_<fact>        rows that are new alone. A row that has changed is added and removed
removed_<fact>      rows that are old alone
segment             the segments of new and old facts; new segments are stored
<fact>_stored, _deleted
segment_bridge, added_<bridge>, removed_<bridge>
changed             conferences of which a rollup with a further bridge may change
<rollup>_change     contributions of the new facts, less those of the old ones
<rollup>_stored, _deleted
written_day, app_state, app_day
                    the versions of the app and of the days written

Most of the time nearly all facts of a conference stay as they are. So only what is added or removed
is counted. A rollup with a further bridge counts a conference by several of its rows. So all rows
of the conferences that have `changed` are counted there, new and old.
"""

from functools import cache
from textwrap import indent

from rollups.changes import queue, versions
from rollups.definitions.contributions import (
    contributions,
    filters,
    rows_from_raw,
    segment_bridge,
)
from rollups.definitions.declarations import SEGMENT_BRIDGE, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import UNION, ands, commas, sql_of, with_list

# The conferences are parameters and the app is a constant, so that the planner knows how many rows
# each part has. If it expects one row, it joins the parts by nested loops, in quadratic time. For
# the same reason this part is not materialized, unlike the others.
SCOPE = """
-- The conferences to rebuild.
SELECT %(app_id)s::uuid AS app_id, conference_id
FROM unnest(%(conference_ids)s::uuid[]) given (conference_id)"""


@cache
def parts() -> dict[str, str]:
    """All parts but `scope`, in order. Each begins with a comment that says what it is."""
    facts, bridges = declared().facts, declared().bridges
    made = {}
    for fact in facts:
        rows = rows_from_raw(fact)
        if fact.reads:
            of_raw = {one.name: f"SELECT * FROM new_{one.name}" for one in fact.reads}
            rows = f"{with_list(of_raw)}\n{rows}"
        made[f"new_{fact.name}"] = f"-- The rows as the raw rows have them.\n{rows}"
        made[f"old_{fact.name}"] = (
            f"-- The rows as they are stored.\n"
            f"SELECT f.*\nFROM rollups.{fact.name} f JOIN scope USING (app_id, conference_id)"
        )
    for fact in facts:
        made |= _compare(fact)
    made["segment"] = _segments()
    made |= _store_dimensions()
    for fact in facts:
        made |= _store_fact(fact)
    made[SEGMENT_BRIDGE.name] = f"-- Which filters each segment passes.\n{segment_bridge()}"
    for side in ("added", "removed"):
        for bridge in bridges:
            read, _ = bridge.reads
            of_side = with_list({read: f"SELECT * FROM {side}_{read}"})
            made[f"{side}_{bridge.name}"] = f"{of_side}\n{sql_of(bridge.name)}"
    made["changed"] = _changed_conferences()
    for rollup in declared().rollups:
        made |= _store_rollup(rollup)
    made["forwarded"] = _FORWARD_MOVED
    return made | versions.parts("added", "removed")


# One transaction adds a row, another moves the conference to a second app. The first still sees
# the first app, and queues the conference under it. The refresh sees the second app, and queues the
# conference again.
_FORWARD_MOVED = "-- Conferences that are in another app now.\n" + queue.put("""\
SELECT c.app_id, c.id, coalesce(%(changed_at)s, statement_timestamp())
FROM scope JOIN public.conference c ON c.id = scope.conference_id
WHERE c.app_id <> scope.app_id""")


def _compare(fact: Fact) -> dict[str, str]:
    columns = commas(fact.columns)
    new, old = (f"SELECT {columns} FROM {age}_{fact.name}" for age in ("new", "old"))
    return {
        f"added_{fact.name}": f"-- Rows that are new alone.\n{new}\nEXCEPT\n{old}",
        f"removed_{fact.name}": f"-- Rows that are old alone.\n{old}\nEXCEPT\n{new}",
    }


def _segments() -> str:
    dimensions = declared().dimensions
    segmented = [fact for fact in declared().facts if fact.segmented]
    new = (f"SELECT segment_id AS id, {commas(dimensions)} FROM new_{f.name}" for f in segmented)
    # The segment of a stored fact is committed, so its row can be read here.
    ids = indent(UNION.join(f"SELECT segment_id FROM old_{f.name}" for f in segmented), "    ")
    old = f"SELECT id, {commas(dimensions)} FROM rollups.segment\nWHERE id IN (\n{ids}\n)"
    return "-- The segments of new and old facts.\n" + UNION.join([*new, old])


def _store_dimensions() -> dict[str, str]:
    dimensions = declared().dimensions
    # In order, so that two workers that store the same new values do not deadlock.
    return {
        "segment_stored": (
            "-- Segments that are new.\n"
            f"INSERT INTO rollups.segment (id, {commas(dimensions)})\n"
            f"SELECT id, {commas(dimensions)} FROM segment\n"
            "WHERE NOT EXISTS (SELECT FROM rollups.segment g WHERE g.id = segment.id)\n"
            f"ORDER BY id ON CONFLICT ({commas(dimensions)}) DO NOTHING"
        ),
        "filter_stored": (
            "-- Filters that are new.\n"
            f"INSERT INTO rollups.filter (id, dimension, value)\n"
            f"SELECT id, dimension, value\nFROM (\n{indent(filters(), '    ')}\n) v\n"
            "WHERE NOT EXISTS (SELECT FROM rollups.filter f WHERE f.id = v.id)\n"
            "ORDER BY id ON CONFLICT (dimension, value) DO NOTHING"
        ),
    }


def _store_fact(fact: Fact) -> dict[str, str]:
    columns, key = commas(fact.columns), commas(fact.key)
    values = [name for name in fact.columns if name not in fact.key]
    removed, added = (f"SELECT {key} FROM {side}_{fact.name}" for side in ("removed", "added"))
    return {
        f"{fact.name}_deleted": (
            f"-- Rows that are gone.\n"
            f"DELETE FROM rollups.{fact.name} t USING (\n"
            f"    {removed} EXCEPT {added}\n"
            f") gone WHERE {ands(f't.{name} = gone.{name}' for name in fact.key)}"
        ),
        f"{fact.name}_stored": (
            f"-- Rows that are new or changed.\n"
            f"INSERT INTO rollups.{fact.name} ({columns})\n"
            f"SELECT {columns} FROM added_{fact.name}\n"
            f"ON CONFLICT ({key}) DO UPDATE SET\n    "
            f"{commas(f'{name} = excluded.{name}' for name in values)}"
        ),
    }


def contributed(rollup: Rollup, age: str) -> str:
    """What all `new` facts contribute to the rollup, or all `old` ones. See `rebuild.reading`."""
    return contributions(rollup, {fact: f"SELECT * FROM {age}_{fact}" for fact in rollup.reads})


def _changed_conferences() -> str:
    facts = dict.fromkeys(
        fact for rollup in declared().rollups if rollup.further_bridge for fact in rollup.reads
    )
    return "-- Conferences of which a rollup with a further bridge may change.\n" + UNION.join(
        f"SELECT app_id, conference_id FROM {side}_{fact}"
        for fact in facts
        for side in ("added", "removed")
    )


def _contributions_to_change(rollup: Rollup) -> tuple[str, str]:
    """What is added to the rollup, and what is taken away from it."""
    if rollup.further_bridge:
        return _of_changed(rollup, "new"), _of_changed(rollup, "old")
    return _of_side(rollup, "added"), _of_side(rollup, "removed")


def _of_changed(rollup: Rollup, age: str) -> str:
    rows = f"SELECT * FROM {age}_{{}} JOIN changed USING (app_id, conference_id)"
    return contributions(rollup, {fact: rows.format(fact) for fact in rollup.reads})


def _of_side(rollup: Rollup, side: str) -> str:
    names = [rollup.fact.name, *(bridge.name for bridge in rollup.bridges)]
    return contributions(rollup, {name: f"SELECT * FROM {side}_{name}" for name in names})


def _store_rollup(rollup: Rollup) -> dict[str, str]:
    key, measures = commas(rollup.key), rollup.measures
    change = f"{rollup.name}_change"
    new, old = _contributions_to_change(rollup)
    same_row = ands(f"t.{name} = change.{name}" for name in rollup.key)
    reaches_zero = ands(f"t.{m} + change.{m} = 0" for m in measures)
    # A measure is never negative. So only a row from which something is taken reaches zero.
    is_taken_from = ands(f"change.{m} <= 0" for m in measures)
    return {
        change: (
            f"-- What the new facts contribute, less what the old ones did.\n"
            f"SELECT {key}, {commas(f'sum({m})::int AS {m}' for m in measures)}\n"
            f"FROM (\n"
            f"SELECT {key}, {commas(measures)} FROM (\n{indent(new, '    ')}\n) after\n"
            "UNION ALL\n"
            f"SELECT {key}, {commas(f'-{m}' for m in measures)} FROM (\n{indent(old, '    ')}\n"
            f") before\n) both_sides\nGROUP BY {key}\n"
            f"HAVING {' OR '.join(f'sum({m}) <> 0' for m in measures)}"
        ),
        # The caller holds the app's lock, so nobody else changes the row that is seen here.
        f"{rollup.name}_deleted": (
            f"-- Rows that reach zero.\n"
            f"DELETE FROM rollups.{rollup.name} t USING {change} change\n"
            f"WHERE {is_taken_from}\n  AND {same_row}\n  AND {reaches_zero}"
        ),
        f"{rollup.name}_stored": (
            f"-- The other rows are added to, or are new.\n"
            f"INSERT INTO rollups.{rollup.name} AS t ({key}, {commas(measures)})\n"
            f"SELECT {key}, {commas(measures)} FROM {change} change\n"
            f"WHERE NOT ({is_taken_from} AND EXISTS (\n"
            f"    SELECT FROM rollups.{rollup.name} t WHERE {same_row} AND {reaches_zero}\n))\n"
            f"ORDER BY {key}\nON CONFLICT ({key}) DO UPDATE SET\n    "
            f"{commas(f'{m} = t.{m} + excluded.{m}' for m in measures)}"
        ),
    }
