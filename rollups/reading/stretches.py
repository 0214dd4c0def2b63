"""Stretches: a query's range, cut so that rows of days that do not change are read once.

Most changes concern conferences of the last hours. So a range is cut at the midnight (UTC) that has
begun today, and soon after it also at the midnight before. The rows of a query are the sums of its
stretches.

The sums of a stretch are kept in this process. They are right until one of the stretch's days is
written again: `changes.versions` knows.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from rollups.reading.planner import Row
from rollups.reading.query import SummaryQuery

ROOM = 32 * 2**20  # bytes that a process keeps
RECENT = timedelta(hours=6)  # Conferences that began longer ago seldom change.

Sums = dict[tuple[Any, ...], list[int]]  # measures by groups


def stretches_of(query: SummaryQuery, now: datetime) -> list[SummaryQuery]:
    """The stretches of the query's range. They differ from the query only in their range."""
    recent = {now.astimezone(UTC), (now - RECENT).astimezone(UTC)}
    cuts = sorted(
        {
            midnight
            for at in recent
            if (midnight := at.replace(hour=0, minute=0, second=0, microsecond=0))
            and (query.start is None or query.start < midnight)
            and (query.end is None or midnight < query.end)
        }
    )
    starts, ends = [query.start, *cuts], [*cuts, query.end]
    return [
        replace(query, start=start, end=end, previous=None)
        for start, end in zip(starts, ends, strict=True)
    ]


def days_of(stretch: SummaryQuery) -> tuple[date, date]:
    """The first and the last UTC day of a stretch."""
    return (
        stretch.start.date() if stretch.start else date.min,
        (stretch.end - datetime.resolution).date() if stretch.end else date.max,
    )


@dataclass(frozen=True)
class Summed:
    """Rows as sums, for adding them up. `names`: the groups, then the measures, of each row."""

    names: tuple[str, ...]
    sums: Sums

    @classmethod
    def of(cls, rows: list[Row], measures: tuple[str, ...]) -> "Summed":
        if not rows:
            return cls((), {})
        groups = tuple(name for name in rows[0] if name not in measures)
        sums = {
            tuple([row[name] for name in groups]): [row[name] for name in measures] for row in rows
        }
        return cls((*groups, *measures), sums)

    def plus(self, other: "Summed") -> "Summed":
        """Both, added up."""
        if not self.sums or not other.sums:
            return self if self.sums else other
        sums = self.sums.copy()
        for key, values in other.sums.items():
            there = sums.get(key)
            sums[key] = (
                values if there is None else [a + b for a, b in zip(there, values, strict=True)]
            )
        return Summed(self.names, sums)

    def rows(self) -> list[Row]:
        """No two of them have the same groups."""
        names = self.names
        return [
            dict(zip(names, (*groups, *values), strict=True))
            for groups, values in self.sums.items()
        ]


class Kept(NamedTuple):
    """Sums that were read at a version of their app's data, pickled."""

    version: int
    pickled: bytes


class KeptSums:
    """Sums by key. If they need more than `room` bytes, those used longest ago are dropped."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable, is_right: Callable[[int], bool]) -> Summed | None:
        """The sums, if they are there and `is_right` says so of their version."""
        kept = self._kept.get(key)
        if kept is None or not is_right(kept.version):
            return None
        self._kept.move_to_end(key)
        return Summed(*pickle.loads(kept.pickled))

    def put(self, key: Hashable, version: int, summed: Summed) -> None:
        self._drop(key)
        kept = Kept(version, pickle.dumps((summed.names, summed.sums)))
        self._kept[key] = kept
        self._used += len(kept.pickled)
        while self._used > self._room:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        if kept := self._kept.pop(key, None):
            self._used -= len(kept.pickled)


KEPT = KeptSums(ROOM)
