"""A query: the app, range, filters and grouping that a summary is asked for.

Bounds are in UTC and half-open, `start <= created_at < end`. (The API's are inclusive.) None: no
bound. Two requests that ask for the same give equal queries, however they order or repeat their
filters. So they share one cache entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from rollups.definitions.registry import declared


@dataclass(frozen=True)
class Filters:
    """The dimensions that are filtered, each with its values, sorted. A row passes by any of
    them."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Sequence[str]]) -> "Filters":
        names = [name for name in declared().dimensions if given.get(name)]
        return cls(tuple((name, tuple(sorted(set(given[name])))) for name in names))


@dataclass(frozen=True)
class SummaryQuery:
    app_id: UUID
    start: datetime | None = None
    end: datetime | None = None
    zone: str = "UTC"
    group_by: str = ""  # day, hour, or a word of the summary itself
    filters: Filters = Filters()
    # The bounds of the period that this one is compared with, if the summary compares.
    previous: tuple[datetime, datetime] | None = None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # A warming looks queries up a hundred times.
        given = (self.app_id, self.start, self.end, self.zone, self.group_by)
        return hash((*given, self.filters, self.previous))

    @property
    def before(self) -> "SummaryQuery | None":
        """The same query for the period that this one is compared with."""
        if self.previous is None:
            return None
        start, end = self.previous
        return replace(self.ungrouped, start=start, end=end)

    @property
    def ungrouped(self) -> "SummaryQuery":
        """The same query without grouping, and without a period to compare with."""
        return replace(self, group_by="", previous=None)
