"""What facts contribute to a rollup: its definition over the facts that the caller names.

Refresh, backfill, audit and the answers read from facts all run this same text. The definitions use
plain names for their inputs (a fact, segment_bridge, counted). A WITH list says which rows
these names stand for: the rows before a change, after it, of one day, of one query.
"""

from textwrap import indent

from rollups.definitions.declarations import (
    SEGMENT_BRIDGE,
    SEGMENT_VALUES,
    Bridge,
    Fact,
    Rollup,
)
from rollups.definitions.registry import declared
from rollups.definitions.sql import ands, commas, sql_of, with_list

EVERYTHING = 0  # the filter that every row passes
MATCHING = 1  # stands for the filters of a query. No filter has this id.
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
    """Which filters each row of `segment` passes: everything, one for each dimension, and itself.

    A row of a segment serves queries that combine filters: they add up the segments that pass.
    """
    filters = [
        f"({EVERYTHING}::bigint)",
        "(segment.id)",
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
    of a counted row's day, computed from its time `{at}`. `only_filter` is EVERYTHING or MATCHING:
    only rows that pass it are counted, and no bridge is read. MATCHING needs the parameter
    `segments`, see `Bridge.passes`.
    """
    fact = rollup.fact
    parts = dict(rows)
    for bridge in rollup.bridges:
        if only_filter is not None:
            parts[bridge.name] = _only(only_filter, bridge)
        elif bridge.name not in parts:
            parts[bridge.name] = sql_of(bridge.name)
    counts = [f"f.{column}" for column in rollup.counted]
    counted = f"SELECT f.*, {day.format(at=f'f.{rollup.at}')} AS day"
    if only_filter is None:
        counted += (
            f", bridge.filter_id\nFROM {fact.name} f\n"
            f"JOIN {fact.bridge.name} bridge USING ({commas(fact.bridge.key)})"
        )
    else:
        counted += f", {only_filter}::bigint AS filter_id\nFROM {fact.name} f"
        if only_filter == MATCHING:
            counts.append(f"({fact.bridge.passes})")
    parts["counted"] = f"{counted}\nWHERE {ands(counts)}"
    return f"{with_list(parts)}\n{sql_of(rollup.name)}"


def _only(only_filter: int, bridge: Bridge) -> str:
    """The bridge's rows of this filter alone."""
    passes = f"\nWHERE {bridge.passes}" if only_filter == MATCHING else ""
    fact, _ = bridge.reads
    return f"SELECT {commas(bridge.key)}, {only_filter}::bigint AS filter_id\nFROM {fact} f{passes}"
