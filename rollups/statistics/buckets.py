"""Whether the bounds of buckets are the same in Python and in SQL.

If they differ, the answer has no bucket for some rows of the rollup, and their count is lost.
"""

import re
from collections.abc import Iterator, Sequence

from rollups.definitions.consistency import Problem
from rollups.definitions.sql import functions, sql_of
from rollups.statistics.conferences.definitions import DURATION_BUCKETS
from rollups.statistics.connections.definitions import FINE_WIDTHS, SETUP_TIME_BUCKETS

_ARRAY = re.compile(r"ARRAY\[([\d, ]+)\]")
_WIDTH = re.compile(r"WHEN ms < (\d+) THEN (\d+)")
_LAST = re.compile(r"coalesce\(floor\(setup_ms / width\) \* width, (\d+)\)")


def problems() -> Iterator[Problem]:
    yield from _compare(
        "conference_duration.sql begins its buckets at",
        _numbers(_ARRAY, sql_of("conference_duration")),
        "DURATION_BUCKETS at",
        list(DURATION_BUCKETS),
    )
    yield from _compare(
        "The function setup_bucket_width has the bounds and widths",
        _numbers(_WIDTH, functions()["connections"]),
        "FINE_WIDTHS has",
        [number for pair in FINE_WIDTHS for number in pair],
    )
    yield from _compare(
        "connection_setup.sql begins its last bucket at",
        _numbers(_LAST, sql_of("connection_setup")),
        "the last of FINE_WIDTHS ends at",
        [FINE_WIDTHS[-1][0]],
    )
    begins = _fine_bounds()
    if outside := [bound for bound in SETUP_TIME_BUCKETS if bound not in begins]:
        yield Problem(
            f"SETUP_TIME_BUCKETS begin at {outside}, where no bucket of the rollup begins.",
            "Begin them where a bucket of FINE_WIDTHS begins: their counts are sums of those.",
        )


def _compare(
    first: str, in_sql: Sequence[int], second: str, in_python: Sequence[int]
) -> Iterator[Problem]:
    if in_sql != in_python:
        yield Problem(f"{first} {in_sql}, {second} {in_python}.", "Make them the same.")


def _numbers(pattern: re.Pattern[str], text: str) -> list[int]:
    return [
        int(number) for found in pattern.findall(text) for number in re.findall(r"\d+", str(found))
    ]


def _fine_bounds() -> set[int]:
    """Where the buckets of the rollup begin, in milliseconds."""
    begins, start = set(), 0
    for below, width in FINE_WIDTHS:
        begins |= set(range(start, below, width))
        start = below
    return begins | {start}
