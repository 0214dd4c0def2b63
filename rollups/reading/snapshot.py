"""A snapshot: rows that are read once, and shared by all answers that need them.

The rows are of one moment if the caller's transaction is.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from rollups.definitions.declarations import Rollup
from rollups.reading.planner import Row, read
from rollups.reading.query import SummaryQuery

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


class Snapshot:
    """Computes answers to `queries`.

    The first answer that needs a rollup reads it for all queries that differ only in app and range.
    So a dashboard costs one statement for each rollup, not one for each app and range.
    """

    def __init__(self, queries: Collection[SummaryQuery]) -> None:
        asked = [one for query in queries for one in (query, query.ungrouped)]
        before = [query.before for query in queries if query.before]
        # Only summaries that compare need earlier periods. So these are read separately.
        self._read_together = (list(dict.fromkeys(asked)), list(dict.fromkeys(before)))
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
        name = partial(_name, rollup=rollup, each_filter=each_filter)
        if name(query) not in self._rows:
            alike = self._alike(query)
            rows = read(alike, rollup, each_filter=each_filter)
            self._rows |= dict(zip(map(name, alike), rows, strict=True))
        return self._rows[name(query)]

    def _alike(self, query: SummaryQuery) -> list[SummaryQuery]:
        """The queries that can be read together with this one, itself among them."""
        for queries in self._read_together:
            if query in queries:
                return [
                    one
                    for one in queries
                    if (one.zone, one.group_by, one.filters)
                    == (query.zone, query.group_by, query.filters)
                ]
        return [query]


def _name(query: SummaryQuery, *, rollup: Rollup, each_filter: bool) -> tuple[Any, ...]:
    return (query, rollup.name, each_filter)
