"""Slices: a query's range, cut where whole UTC days and quarters of an hour begin and end.

Rollups hold whole UTC days, and some hold quarters too. The remaining edges are read from facts.
Ranges that are read together are also cut at each other's bounds, so that each slice is read once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from rollups.reading.query import SummaryQuery

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Unit:
    """A span of time that rows of a rollup are about. Units begin at multiples of `length`.

    `since`: there are no rows of this unit before.
    """

    name: str
    length: timedelta
    since: datetime = _FIRST

    def at_or_before(self, moment: datetime) -> datetime:
        return moment - (moment - _FIRST) % self.length

    def at_or_after(self, moment: datetime) -> datetime:
        """If no unit begins between the moment and the end of Python's time: that end."""
        before = self.at_or_before(moment)
        return before if before == moment else min(before, _LAST - self.length) + self.length


DAYS = Unit("days", timedelta(days=1))
# Days and hours of all time zones begin with a quarter, since Kiribati changed its clocks in 1979.
QUARTERS = Unit("quarters", timedelta(minutes=15), since=datetime(1980, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Slice:
    """From `start` to before `end`; None: no bound. It is read from the rows of the unit. None:
    from facts."""

    unit: Unit | None
    start: datetime | None
    end: datetime | None

    def holds(self, other: "Slice") -> bool:
        return (
            self.unit == other.unit
            and (self.start or _FIRST) <= (other.start or _FIRST)
            and (other.end or _LAST) <= (self.end or _LAST)
        )


def slices_of(query: SummaryQuery, units: tuple[Unit, ...]) -> list[Slice]:
    """The slices of the query's range; none if it is empty. `units`: to read, longest first."""
    return _cut_by(units, query.start or _FIRST, query.end or _LAST)


def _cut_by(units: tuple[Unit, ...], start: datetime, end: datetime) -> list[Slice]:
    if start >= end:
        return []
    if not units:
        return [_slice(None, start, end)]
    unit, *shorter = units
    first = unit.at_or_after(max(start, unit.since))
    last = end if end == _LAST else unit.at_or_before(end)
    if first >= last:
        return _cut_by(tuple(shorter), start, end)
    return [
        *_cut_by(tuple(shorter), start, first),
        _slice(unit, first, last),
        *_cut_by(tuple(shorter), last, end),
    ]


def _slice(unit: Unit | None, start: datetime, end: datetime) -> Slice:
    return Slice(unit, None if start == _FIRST else start, None if end == _LAST else end)


def cut(given: Iterable[Slice]) -> list[Slice]:
    """The slices cut at each other's bounds. None overlap. Each given one is the sum of some."""
    given = list(dict.fromkeys(given))
    result = []
    for unit in dict.fromkeys(one.unit for one in given):
        alike = [one for one in given if one.unit == unit]
        bounds = {one.start or _FIRST for one in alike} | {one.end or _LAST for one in alike}
        between = [_slice(unit, *pair) for pair in pairwise(sorted(bounds))]
        result += [each for each in between if any(one.holds(each) for one in alike)]
    return result
