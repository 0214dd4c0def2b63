"""Answers about connections."""

from bisect import bisect_right
from collections import Counter

from rollups import definitions
from rollups.answers.common import Content, buckets, totals
from rollups.batch import Batch
from rollups.query import SummaryQuery

# Titles of buckets by their lower bound in milliseconds; each ends where the next begins.
SETUP_TIMES = {
    0: "< 250 ms",
    250: "250 - 500 ms",
    500: "500 - 750 ms",
    750: "750 - 1000 ms",
    1000: "1000 - 1500 ms",
    1500: "1500 - 2000 ms",
    2000: "2000 - 2500 ms",
    2500: "2500 - 3000 ms",
    3000: "3000 - 4000 ms",
    4000: "4000 - 5000 ms",
    5000: "> 5000 ms",
}

# The rollup's own buckets are finer and lie within those: below the first number they are as wide
# as the second, and so on (setup_bucket_width in sql/functions.sql). What is longer is one bucket.
FINE_WIDTHS = (
    (500, 10),
    (1_000, 25),
    (2_000, 50),
    (5_000, 100),
    (10_000, 250),
    (20_000, 500),
    (60_000, 1_000),
)


def connections_by_type(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"name": "Direct", "count"}, {"name": "Relayed", "count"}]}`."""
    counts = totals(batch.rows(query, definitions.CONNECTION_TYPE), "type", "connections")
    return {
        "data": [
            {"name": "Direct", "count": counts["direct"]},
            {"name": "Relayed", "count": counts["relayed"]},
        ]
    }


def connections_by_setup_time(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"range": title, "min_ms", "max_ms" or null, "count"}]}`, every bucket."""
    bounds = list(SETUP_TIMES)
    counts: Counter[int] = Counter()
    for row in batch.rows(query, definitions.CONNECTION_SETUP):
        counts[bounds[bisect_right(bounds, row["min_ms"]) - 1]] += row["connections"]
    return {"data": buckets(counts, SETUP_TIMES, "ms")}


def end_of_fine_bucket(min_ms: int) -> int | None:
    """Where the rollup's bucket that begins at `min_ms` ends, exclusive; None for the last."""
    return next((min_ms + width for below, width in FINE_WIDTHS if min_ms < below), None)
