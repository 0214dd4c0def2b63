"""Building blocks of answers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from rollups.reading.snapshot import Content


@dataclass(frozen=True)
class Limit:
    """How much of a list an answer holds: at most `entries`, and at most `size` bytes of JSON.

    The size counts a comma for each entry. None: any size.
    """

    entries: int
    size: int | None


class Listed(NamedTuple):
    """The first entries of a list, and what it leaves out: `{"values": number, "count": sum}`."""

    entries: list[Content]
    others: Content


def grouped(rows: Iterable[Content], *names: str) -> dict[Any, list[Content]]:
    """The rows of each value of a column, or of each tuple of values of several columns."""
    value_of = itemgetter(*names)
    groups: dict[Any, list[Content]] = defaultdict(list)
    for row in rows:
        groups[value_of(row)].append(row)
    return groups


def totals(rows: Iterable[Content], group: str, measure: str) -> Counter[Any]:
    """The sum of the measure for each value of the group."""
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[group]] += row[measure]
    return sums


def top(counts: Counter[Any], limit: Limit, entry_of: Callable[[Any, int], Content]) -> Listed:
    """The entries of the greatest counts, as many as the limit allows, and the sum of the others.

    Descending by count, then ascending by key. `entry_of` makes an entry from a key and its count.
    An entry that is too large ends the list, so every value left out comes after those listed.
    """
    entries: list[Content] = []
    left = limit.size
    others = counts.total()
    for key, count in by_count(counts, limit.entries):
        entry = entry_of(key, count)
        if left is not None:
            left -= len(orjson.dumps(entry)) + 1
            if left < 0:
                break
        entries.append(entry)
        others -= count
    return Listed(entries, {"values": len(counts) - len(entries), "count": others})


def by_count(counts: Counter[Any], first: int) -> list[tuple[Any, int]]:
    """The `first` of the counts: descending by count, then ascending by key."""
    return nsmallest(first, counts.items(), key=lambda item: (-item[1], item[0]))


def buckets(counts: Counter[int], titles: dict[int, str], unit: str) -> list[Content]:
    """Every bucket that has a title, in order, with its bounds and its count (by lower bound)."""
    ends = [*[*titles][1:], None]
    return [
        {"range": title, f"min_{unit}": start, f"max_{unit}": end, "count": counts[start]}
        for (start, title), end in zip(titles.items(), ends, strict=True)
    ]
