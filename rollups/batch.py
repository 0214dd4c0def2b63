"""Questions that are answered together: what they share is read once and computed once."""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from rollups.kinds import Rollup
from rollups.planner import Row, read
from rollups.query import SummaryQuery

if TYPE_CHECKING:
    from rollups.answers.common import Content
    from rollups.summaries import Summary


class Batch:
    """Answers questions about `queries`, all of one moment if the caller's transaction is.

    The first question that needs a rollup reads it for all queries that differ from its own in app
    and range alone. So a dashboard costs one statement for each rollup, not one for each app and
    range.
    """

    def __init__(self, queries: Collection[SummaryQuery]) -> None:
        asked = [one for query in queries for one in (query, query.ungrouped)]
        before = [query.before for query in queries if query.before]
        # A period of the past is asked for by comparisons alone: it is read by itself.
        self._read_together = (list(dict.fromkeys(asked)), list(dict.fromkeys(before)))
        self._rows: dict[tuple[Any, ...], list[Row]] = {}
        self._contents: dict[tuple[Any, ...], Content] = {}

    def content(self, summary: "Summary", query: SummaryQuery) -> "Content":
        """The content of an answer."""
        asked = (summary.key, query)
        if asked not in self._contents:
            self._contents[asked] = summary.compute(query, self)
        return self._contents[asked]

    def rows(self, query: SummaryQuery, rollup: Rollup, *, each_filter: bool = False) -> list[Row]:
        """What `planner.read` gives for this query."""
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
