"""Building blocks of answers."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rollups.reading.snapshot import Content


def totals(rows: Iterable[Content], group: str, measure: str) -> Counter[Any]:
    """The sum of the measure for each value of the group."""
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[group]] += row[measure]
    return sums


def by_count(counts: Counter[Any]) -> list[tuple[Any, int]]:
    """Descending by count, then ascending by key."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def buckets(counts: Counter[int], titles: dict[int, str], unit: str) -> list[Content]:
    """Every bucket that has a title, in order, with its bounds and its count (by lower bound)."""
    ends = [*[*titles][1:], None]
    return [
        {"range": title, f"min_{unit}": start, f"max_{unit}": end, "count": counts[start]}
        for (start, title), end in zip(titles.items(), ends, strict=True)
    ]
