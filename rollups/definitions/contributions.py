"""What facts contribute to a rollup: its definition over the facts that the caller names.

Refresh, backfill and audit, and the answers read from facts, all run this same text. The
definitions name their inputs plainly (a fact, segment_bridge, counted). A WITH list says
which rows those names stand for: the rows before a change, after it, of one day, of one request.
"""

from rollups.definitions.declarations import SEGMENT_BRIDGE, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import ands, commas, sql_of, with_list

EVERYTHING = 0  # the filter that every row passes
UTC_DAY = "({at} AT TIME ZONE 'UTC')::date"


def rows_from_raw(fact: Fact) -> str:
    """The fact's rows of the conferences in `scope`, computed from the raw rows."""
    if not fact.segmented:
        return sql_of(fact.name)
    return (
        f"SELECT f.*, rollups.segment_id({commas(declared().dimensions)}) AS segment_id\n"
        f"FROM (\n{sql_of(fact.name)}\n) f"
    )


def segment_bridge() -> str:
    """Which filters each row of `segment` passes: everything, and one for each dimension."""
    filters = [
        f"({EVERYTHING}::bigint)",
        *(f"(rollups.filter_id('{name}', segment.{name}))" for name in declared().dimensions),
    ]
    return (
        f"SELECT segment.id AS segment_id, {SEGMENT_BRIDGE.name}.filter_id\n"
        f"FROM segment CROSS JOIN LATERAL (VALUES {commas(filters)}) "
        f"{SEGMENT_BRIDGE.name} (filter_id)"
    )


def contributions(
    rollup: Rollup, rows: dict[str, str], *, day: str = UTC_DAY, only_filter: int | None = None
) -> str:
    """A SELECT of what the facts add to the rollup.

    `rows` maps names that the definition and its bridges use to a SELECT of their rows. `day` says
    how the day of a counted row follows from its time, `{at}`. With `only_filter`, only rows that
    pass that filter are counted. If it is EVERYTHING, no bridge is read.
    """
    fact = rollup.fact
    parts = dict(rows)
    needed = {rollup.further_bridge} if rollup.further_bridge else set()
    counts = ands(f"f.{column}" for column in rollup.counted)
    counted = f"SELECT f.*, {day.format(at=f'f.{rollup.at}')} AS day"
    if only_filter == EVERYTHING:
        counted += f", {EVERYTHING}::bigint AS filter_id FROM {fact.name} f WHERE {counts}"
    else:
        needed.add(fact.bridge)
        counted += (
            f", bridge.filter_id FROM {fact.name} f JOIN {fact.bridge.name} bridge "
            f"USING ({commas(fact.bridge.key)}) WHERE {counts}"
        )
        if only_filter is not None:
            counted += f" AND bridge.filter_id = {only_filter}"
    for bridge in declared().bridges:
        if bridge in needed and bridge.name not in parts:
            parts[bridge.name] = sql_of(bridge.name)
    parts["counted"] = counted
    return f"{with_list(parts)}\n{sql_of(rollup.name)}"
