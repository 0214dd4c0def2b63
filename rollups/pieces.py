"""Ranges in pieces: whole UTC days, which rollups hold, and what is left at the edges.

Ranges that are read together are cut at each other's bounds, so that each piece is read once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from rollups.query import SummaryQuery

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """A piece of a range, read from the rollup if it is `whole_days` in UTC, else from facts."""

    whole_days: bool
    start: datetime | None
    end: datetime | None

    def holds(self, other: "Part") -> bool:
        return (
            self.whole_days == other.whole_days
            and (self.start or _FIRST) <= (other.start or _FIRST)
            and (other.end or _LAST) <= (self.end or _LAST)
        )


def parts(query: SummaryQuery, *, rollups_serve: bool) -> list[Part]:
    """The pieces that the query's range is read in; none if it is empty."""
    start, end = query.start, query.end
    if start is not None and end is not None and start >= end:
        return []
    # (The last day that Python knows has no midnight after it.)
    if not rollups_serve or (start is not None and start.date() == date.max):
        return [Part(False, start, end)]
    first, last = start and _midnight(start), end and _midnight(end)
    if first is not None and first != start:
        first += timedelta(days=1)
    if first is not None and last is not None and first >= last:
        return [Part(False, start, end)]
    pieces = [Part(False, start, first), Part(True, first, last), Part(False, last, end)]
    return [p for p in pieces if p.whole_days or p.start != p.end]


def cut(given: Iterable[Part]) -> list[Part]:
    """The parts cut at each other's bounds: none overlap, and each part given is some of them."""
    given = list(dict.fromkeys(given))
    pieces = []
    for whole_days in (True, False):
        alike = [part for part in given if part.whole_days == whole_days]
        bounds = {part.start or _FIRST for part in alike} | {part.end or _LAST for part in alike}
        ordered = [None if at in (_FIRST, _LAST) else at for at in sorted(bounds)]
        between = [Part(whole_days, *pair) for pair in pairwise(ordered)]
        pieces += [piece for piece in between if any(part.holds(piece) for part in alike)]
    return pieces


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
