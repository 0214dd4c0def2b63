"""Lists: the conferences behind a number, found from facts.

A list has a query, and conditions with a value each. Statistics declare conditions (see
`Condition`). The conditions about the time, the ids and the names of conferences are here. A
condition about another fact needs an active row of the conference whose segment passes the query's
filters. Conditions of one kind of row must be met by the same row.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from rollups.definitions.declarations import Condition, RowKind
from rollups.definitions.registry import declared
from rollups.definitions.sql import ands, commas
from rollups.reading.planner import DAY_OF
from rollups.reading.query import Filters, SummaryQuery
from rollups.reading.search import SEARCH

# A day of a zone lies within the UTC days of the day before, the same date and the day after. An
# hour's rows are less than an hour after its start. So these bounds use the index on created_at.
# The zone then decides.
_NEAR_DAY = "c.created_at >= %(value)s::date - 1 AND c.created_at < %(value)s::date + 2"
_NEAR_HOUR = "c.created_at >= %(value)s AND c.created_at < %(value)s + interval '1 hour'"

_CONDITIONS = {
    "day": Condition(f"{_NEAR_DAY} AND {DAY_OF['day'].format(at='c.created_at')} = %(value)s"),
    "hour": Condition(f"{_NEAR_HOUR} AND {DAY_OF['hour'].format(at='c.created_at')} = %(value)s"),
    "created_at_gt": Condition("c.created_at > %(value)s"),
    "created_at_lt": Condition("c.created_at < %(value)s"),
    "conference_ids": Condition("c.conference_id = ANY(%(value)s::uuid[])"),
    "search": Condition(SEARCH),  # its value: `search_terms` of the text
}


@cache
def conditions() -> Mapping[str, Condition]:
    """Every condition, by name."""
    return {**_CONDITIONS, **declared().conditions}


def sorts() -> tuple[str, ...]:
    """The names of the sort orders. A minus sign in front reverses one."""
    return tuple(order for name in declared().listing.sorts for order in (name, f"-{name}"))


@dataclass(frozen=True)
class ConferencesQuery:
    """Which conferences, in which order.

    `asked`: range and filters. `conditions`: the value of each, by name. `sort`: one of `sorts`.
    Equal conferences are ordered by their time, then their ids, ascending. So no page repeats a
    conference of another page.
    """

    asked: SummaryQuery
    conditions: Mapping[str, Any]
    sort: str = "created_at"


@dataclass(frozen=True)
class FoundConference:
    """A conference, and the columns of its fact that are shown."""

    id: UUID
    shown: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A page of conferences and the number of all, both of one moment."""

    count: int
    page: list[FoundConference]


_FOUND = """
WITH passing AS (SELECT id FROM rollups.segment WHERE {segment}),
found AS NOT MATERIALIZED (
    SELECT c.conference_id, {columns}
    FROM rollups.{fact} c
    WHERE {conference}
)
SELECT total.count, page.conference_id, {shown}
FROM (SELECT count(*) FROM found) total
LEFT JOIN (
    SELECT * FROM found ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s
) page ON true
ORDER BY {order}"""


def find_conferences(query: ConferencesQuery, *, limit: int, offset: int = 0) -> Found:
    """The page of `limit` conferences that begins after `offset` of them."""
    asked = query.asked
    params = {
        "app_id": asked.app_id,
        "start": asked.start,
        "end": asked.end,
        "zone": asked.zone,
        "limit": limit,
        "offset": offset,
        **{name: list(values) for name, values in asked.filters.values},
        **{f"given_{name}": value for name, value in query.conditions.items()},
    }
    listing = declared().listing
    columns = dict.fromkeys(["created_at", *listing.sorts, *listing.shown])
    statement = _FOUND.format(
        fact=listing.fact.name,
        columns=commas(f"c.{name}" for name in columns),
        shown=commas(f"page.{name}" for name in listing.shown),
        segment=ands(f"{name} = ANY(%({name})s)" for name, _ in asked.filters.values) or "true",
        conference=ands(_predicates(query)),
        order=_order(query.sort),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    page = [
        FoundConference(conference_id, dict(zip(listing.shown, shown, strict=True)))
        for _, conference_id, *shown in rows
        if conference_id is not None  # beyond the last page there is only the count
    ]
    return Found(rows[0][0], page)


def _order(sort: str) -> str:
    column = sort.removeprefix("-")
    ties = (name for name in ("created_at", "conference_id") if name != column)
    return commas([f"{column} {'DESC' if sort.startswith('-') else 'ASC'}", *ties])


def _predicates(query: ConferencesQuery) -> list[str]:
    asked = query.asked
    predicates = ["c.app_id = %(app_id)s", "c.is_active"]
    if asked.start is not None:
        predicates.append("c.created_at >= %(start)s")
    if asked.end is not None:
        predicates.append("c.created_at < %(end)s")
    rows: dict[RowKind, list[str]] = defaultdict(list)
    if asked.filters.values:
        rows[declared().listing.filtered] = []
    for name in query.conditions:
        condition = conditions()[name]
        predicate = condition.sql.replace("%(value)s", f"%(given_{name})s")
        (predicates if condition.of is None else rows[condition.of]).append(predicate)
    predicates += (_has_row(kind, of_it, asked.filters) for kind, of_it in rows.items())
    return predicates


def _has_row(kind: RowKind, predicates: list[str], filters: Filters) -> str:
    passing = ["r.segment_id IN (SELECT id FROM passing)"] if filters.values else []
    same = ["r.app_id = c.app_id", "r.conference_id = c.conference_id", "r.is_active"]
    return (
        f"EXISTS (SELECT FROM rollups.{kind.fact.name} r WHERE {ands(same + passing + predicates)})"
    )
