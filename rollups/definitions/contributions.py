"""What facts contribute to a rollup: its definition over the facts that the caller names.

Refresh, backfill, audit and the answers read from facts all run this same text. The definitions use
plain names for their inputs (a fact, segment_bridge, counted). A WITH list says which rows
these names stand for: the rows before a change, after it, of one day, of one query.
"""

from textwrap import indent

from rollups.definitions.declarations import SEGMENT_BRIDGE, SEGMENT_VALUES, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import ands, commas, sql_of, with_list

EVERYTHING = 0  # the filter that every row passes
_LINES = ",\n    "
UTC_DAY = "({at} AT TIME ZONE 'UTC')::date"


def rows_from_raw(fact: Fact) -> str:
    """The fact's rows of the conferences in `scope`, computed from the raw rows."""
    if not fact.segmented:
        return sql_of(fact.name)
    # No str.format: paths in JSON have braces.
    rows = sql_of(fact.name).replace(f"${SEGMENT_VALUES}", sql_of(SEGMENT_VALUES))
    # OFFSET 0 keeps the two SELECTs apart. Merged, each name is computed once more for the id.
    return (
        f"SELECT f.*, rollups.segment_id({commas(declared().dimensions)}) AS segment_id\n"
        f"FROM (\n{indent(rows, '    ')}\n    OFFSET 0\n) f"
    )


def segment_bridge() -> str:
    """Which filters each row of `segment` passes: everything, and one for each dimension."""
    filters = [
        f"({EVERYTHING}::bigint)",
        *(f"(rollups.filter_id('{name}', segment.{name}))" for name in declared().dimensions),
    ]
    return (
        f"SELECT segment.id AS segment_id, {SEGMENT_BRIDGE.name}.filter_id\n"
        f"FROM segment CROSS JOIN LATERAL (VALUES {_LINES.join(filters)}) "
        f"{SEGMENT_BRIDGE.name} (filter_id)"
    )


def filters() -> str:
    """The filters of the rows of `segment`, by name: (id, dimension, value)."""
    values = commas(f"('{name}', segment.{name})" for name in declared().dimensions)
    return (
        "SELECT DISTINCT rollups.filter_id(dimension, value) AS id, dimension, value\n"
        f"FROM segment CROSS JOIN LATERAL (VALUES {values}) v (dimension, value)"
    )


def contributions(
    rollup: Rollup, rows: dict[str, str], *, day: str = UTC_DAY, only_filter: int | None = None
) -> str:
    """A SELECT of what the facts add to the rollup.

    `rows` maps names in the definition and its bridges to a SELECT of their rows. `day` is the SQL
    of a counted row's day, computed from its time `{at}`. With `only_filter`, only rows that pass
    that filter are counted. If it is EVERYTHING, no bridge is read.
    """
    fact = rollup.fact
    parts = dict(rows)
    needed = {rollup.further_bridge} if rollup.further_bridge else set()
    counts = ands(f"f.{column}" for column in rollup.counted)
    counted = f"SELECT f.*, {day.format(at=f'f.{rollup.at}')} AS day"
    if only_filter == EVERYTHING:
        counted += f", {EVERYTHING}::bigint AS filter_id\nFROM {fact.name} f\nWHERE {counts}"
    else:
        needed.add(fact.bridge)
        counted += (
            f", bridge.filter_id\nFROM {fact.name} f\n"
            f"JOIN {fact.bridge.name} bridge USING ({commas(fact.bridge.key)})\nWHERE {counts}"
        )
        if only_filter is not None:
            counted += f" AND bridge.filter_id = {only_filter}"
    for bridge in declared().bridges:
        if bridge in needed and bridge.name not in parts:
            parts[bridge.name] = sql_of(bridge.name)
    parts["counted"] = counted
    return f"{with_list(parts)}\n{sql_of(rollup.name)}"
