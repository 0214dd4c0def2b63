"""Slices: a query's range, cut where whole UTC days begin and end.

Rollups hold whole UTC days. The remaining edges are read from facts. Ranges that are read together
are also cut at each other's bounds, so that each slice is read once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from rollups.reading.query import SummaryQuery

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Slice:
    """From `start` to before `end`; None: no bound. If it is `whole_days` of UTC, it is read from
    the rollup, else from facts."""

    whole_days: bool
    start: datetime | None
    end: datetime | None

    def holds(self, other: "Slice") -> bool:
        return (
            self.whole_days == other.whole_days
            and (self.start or _FIRST) <= (other.start or _FIRST)
            and (other.end or _LAST) <= (self.end or _LAST)
        )


def slices_of(query: SummaryQuery, *, rollups_serve: bool) -> list[Slice]:
    """The slices of the query's range; none if it is empty."""
    start, end = query.start, query.end
    if start is not None and end is not None and start >= end:
        return []
    # (The last day that Python knows has no midnight after it.)
    if not rollups_serve or (start is not None and start.date() == date.max):
        return [Slice(False, start, end)]
    first, last = start and _midnight(start), end and _midnight(end)
    if first is not None and first != start:
        first += timedelta(days=1)
    if first is not None and last is not None and first >= last:
        return [Slice(False, start, end)]
    slices = [Slice(False, start, first), Slice(True, first, last), Slice(False, last, end)]
    return [one for one in slices if one.whole_days or one.start != one.end]


def cut(given: Iterable[Slice]) -> list[Slice]:
    """The slices cut at each other's bounds. None overlap. Each given one is the sum of some."""
    given = list(dict.fromkeys(given))
    result = []
    for whole_days in (True, False):
        alike = [one for one in given if one.whole_days == whole_days]
        bounds = {one.start or _FIRST for one in alike} | {one.end or _LAST for one in alike}
        ordered = [None if at in (_FIRST, _LAST) else at for at in sorted(bounds)]
        between = [Slice(whole_days, *pair) for pair in pairwise(ordered)]
        result += [each for each in between if any(one.holds(each) for one in alike)]
    return result


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
