"""Answers about connections."""

from bisect import bisect_right
from collections import Counter

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics.common import buckets, totals
from rollups.statistics.connections.definitions import (
    CONNECTION_SETUP,
    CONNECTION_TYPE,
    FINE_WIDTHS,
    SETUP_TIME_BUCKETS,
)


def connections_by_type(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"name": "Direct", "count"}, {"name": "Relayed", "count"}]}`."""
    counts = totals(snapshot.rows(query, CONNECTION_TYPE), "type", "connections")
    return {
        "data": [
            {"name": "Direct", "count": counts["direct"]},
            {"name": "Relayed", "count": counts["relayed"]},
        ]
    }


def connections_by_setup_time(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"range": title, "min_ms", "max_ms" or null, "count"}]}`, every bucket."""
    bounds = list(SETUP_TIME_BUCKETS)
    counts: Counter[int] = Counter()
    for row in snapshot.rows(query, CONNECTION_SETUP):
        counts[bounds[bisect_right(bounds, row["min_ms"]) - 1]] += row["connections"]
    return {"data": buckets(counts, SETUP_TIME_BUCKETS, "ms")}


def end_of_fine_bucket(min_ms: int) -> int | None:
    """Where the rollup's bucket that begins at `min_ms` ends, exclusive; None for the last."""
    return next((min_ms + width for below, width in FINE_WIDTHS if min_ms < below), None)


CONNECTIONS = Summary("connections_summary", 120, connections_by_type, part="connections")
SETUP_TIMES = Summary(
    "connections_summary:setup_time", 120, connections_by_setup_time, part="setup_times"
)
SUMMARIES = (CONNECTIONS, SETUP_TIMES)
