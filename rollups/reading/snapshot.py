"""A snapshot: rows that are read once, and shared by all answers that need them.

The rows are of one moment if the caller's transaction is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from rollups import clock
from rollups.changes.versions import NOTHING, Written
from rollups.definitions.declarations import Rollup
from rollups.reading.planner import Row, read
from rollups.reading.query import Filters, SummaryQuery
from rollups.reading.stretches import KEPT, Summed, days_of, stretches_of

Content = dict[str, Any]  # of an answer, before it is JSON


@dataclass(frozen=True)
class Summary:
    """A kind of answer.

    `key` begins its keys in the cache. An entry is fresh for `ttl` seconds. `part` is its name in
    the dashboard; empty: the dashboard does not show it. `by_time`: it is grouped by the query's
    days or hours. `compares`: it also answers for the period before.
    """

    key: str
    ttl: int
    compute: "Callable[[SummaryQuery, Snapshot], Content]"
    part: str = ""
    by_time: bool = False
    compares: bool = False

    def narrowed(self, query: SummaryQuery) -> SummaryQuery:
        """The query without the parameters that this summary ignores."""
        kept = query if self.by_time else query.ungrouped
        return replace(kept, previous=query.previous if self.compares else None)


_Kind = tuple[str, str, Filters]
_Together = dict[_Kind, dict[SummaryQuery, None]]  # queries that may be read by one statement


class Snapshot:
    """Computes answers to `queries`.

    The first answer that needs a rollup reads it for all queries that differ only in app and range.
    So a dashboard costs one statement for each rollup, not one for each app and range.

    `written`: what was written of each app, as the snapshot sees it. If it is given, this process
    reads rows again only if their days were written since it read them. See `stretches`.
    """

    def __init__(
        self,
        queries: Collection[SummaryQuery],
        written: Mapping[UUID, Written] | None = None,
    ) -> None:
        # Only summaries that compare need earlier periods. So these are read separately.
        self._asked, self._before = _Together(), _Together()
        for query in queries:
            for one in (query, query.ungrouped):
                self._asked.setdefault(_kind(one), {})[one] = None
            if before := query.before:
                self._before.setdefault(_kind(before), {})[before] = None
        self._written = written
        self._now = clock.now()
        self._cut: dict[SummaryQuery, list[SummaryQuery]] = {}
        self._summed: dict[tuple[Any, ...], Summed] = {}  # of stretches
        self._rows: dict[tuple[Any, ...], list[Row]] = {}
        self._contents: dict[tuple[Any, ...], Content] = {}

    def content(self, summary: Summary, query: SummaryQuery) -> Content:
        """The content of an answer. It is computed once."""
        asked = (summary.key, query)
        if asked not in self._contents:
            self._contents[asked] = summary.compute(query, self)
        return self._contents[asked]

    def rows(self, query: SummaryQuery, rollup: Rollup, *, each_filter: bool = False) -> list[Row]:
        """The rows that `planner.read` gives for this query."""
        reading = _Reading(rollup, each_filter)
        asked = (query, *reading.name)
        if asked not in self._rows:
            if self._written is None:
                self._read(self._alike(query), reading)
            else:
                self._sum(query, reading, self._written)
        return self._rows[asked]

    def _alike(self, query: SummaryQuery) -> list[SummaryQuery]:
        """The queries that can be read together with this one, itself among them."""
        for together in (self._asked, self._before):
            if query in (alike := together.get(_kind(query), {})):
                return list(alike)
        return [query]

    def _read(self, queries: list[SummaryQuery], reading: "_Reading") -> None:
        found = read(queries, reading.rollup, each_filter=reading.each_filter)
        for query, rows in zip(queries, found, strict=True):
            self._rows[query, *reading.name] = rows

    def _sum(
        self, query: SummaryQuery, reading: "_Reading", written: Mapping[UUID, Written]
    ) -> None:
        stretches = self._stretches(query)
        if any((one, *reading.name) not in self._summed for one in stretches):
            of_all = (one for alike in self._alike(query) for one in self._stretches(alike))
            self._find(list(dict.fromkeys(of_all)), reading, written)
        summed = Summed((), {})
        for one in stretches:
            summed = summed.plus(self._summed[one, *reading.name])
        self._rows[query, *reading.name] = summed.rows()

    def _stretches(self, query: SummaryQuery) -> list[SummaryQuery]:
        if query not in self._cut:
            self._cut[query] = stretches_of(query, self._now)
        return self._cut[query]

    def _find(
        self,
        stretches: Iterable[SummaryQuery],
        reading: "_Reading",
        written: Mapping[UUID, Written],
    ) -> None:
        """Find the sums of these stretches: they are kept, or are read now."""
        missing = []
        for one in stretches:
            kept = KEPT.get((one, *reading.name), _is_right(one, written))
            if kept is None:
                missing.append(one)
            else:
                self._summed[one, *reading.name] = kept
        for together in _of_equal_ranges(missing):
            found = read(together, reading.rollup, each_filter=reading.each_filter)
            for one, rows in zip(together, found, strict=True):
                summed = Summed.of(rows, reading.rollup.measures)
                self._summed[one, *reading.name] = summed
                version = written.get(one.app_id, NOTHING).version
                KEPT.put((one, *reading.name), version, summed)


def _is_right(stretch: SummaryQuery, written: Mapping[UUID, Written]) -> Callable[[int], bool]:
    """Whether what was read of this stretch at a version is still right."""
    of_app, days = written.get(stretch.app_id, NOTHING), days_of(stretch)
    return lambda version: not of_app.since(version, *days)


class _Reading(NamedTuple):
    """What is read of a stretch."""

    rollup: Rollup
    each_filter: bool

    @property
    def name(self) -> tuple[str, bool]:
        return (self.rollup.name, self.each_filter)


def _kind(query: SummaryQuery) -> _Kind:
    return (query.zone, query.group_by, query.filters)


def _of_equal_ranges(stretches: Iterable[SummaryQuery]) -> Iterable[list[SummaryQuery]]:
    """These stretches, those of apps of which the same ranges are read together. A statement reads
    each range for all its apps."""
    of_apps: defaultdict[UUID, list[SummaryQuery]] = defaultdict(list)
    for one in stretches:
        of_apps[one.app_id].append(one)
    together: defaultdict[tuple[Any, ...], list[SummaryQuery]] = defaultdict(list)
    for of_app in of_apps.values():
        together[tuple((one.start, one.end) for one in of_app)] += of_app
    return together.values()
