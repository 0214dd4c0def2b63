"""The conferences behind a number: those that a query and further conditions hold, from facts.

Every condition is an entry of CONDITIONS. One about the conference itself is a predicate over its
fact, `c`. One about rows of another fact, `r`, asks for at least one active row of the conference
whose session passes the query's filters; conditions of the same kind of row are asked of one row
together.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from rollups.definitions import CONNECTION_FACT, ISSUE_FACT, SESSION_FACT
from rollups.kinds import Fact
from rollups.planner import DAY_OF
from rollups.query import Filters, SummaryQuery
from rollups.search import SEARCH
from rollups.statements import ands, commas


@dataclass(frozen=True)
class RowKind:
    """Rows that a conference must have at least one of. Two kinds may be of one fact: an issue of
    a code and a getUserMedia error of a name may be two issues."""

    name: str
    fact: Fact


_SESSION = RowKind("session", SESSION_FACT)
_ISSUE = RowKind("issue", ISSUE_FACT)
_GUM_ERROR = RowKind("gum_error", ISSUE_FACT)
_TYPED_CONNECTION = RowKind("typed_connection", CONNECTION_FACT)
_SET_UP_CONNECTION = RowKind("set_up_connection", CONNECTION_FACT)


@dataclass(frozen=True)
class Condition:
    """A predicate in SQL, in which `%(value)s` stands for what is asked for."""

    sql: str
    of: RowKind | None = None  # None: of the conference


# No day of a zone is further than this from the day of that name in UTC; and an hour begins at most
# an hour before what is in it. So the index on created_at serves, and the zone decides.
_NEAR_DAY = "c.created_at >= %(value)s::date - 1 AND c.created_at < %(value)s::date + 2"
_NEAR_HOUR = "c.created_at >= %(value)s AND c.created_at < %(value)s + interval '1 hour'"

CONDITIONS = {
    "day": Condition(f"{_NEAR_DAY} AND {DAY_OF['day'].format(at='c.created_at')} = %(value)s"),
    "hour": Condition(f"{_NEAR_HOUR} AND {DAY_OF['hour'].format(at='c.created_at')} = %(value)s"),
    "created_at_gt": Condition("c.created_at > %(value)s"),
    "created_at_lt": Condition("c.created_at < %(value)s"),
    "status": Condition("c.status = %(value)s"),
    "duration_gte": Condition("c.duration >= %(value)s"),
    "duration_lt": Condition("c.duration < %(value)s"),
    "participants": Condition("c.participants = %(value)s"),
    "conference_ids": Condition("c.conference_id = ANY(%(value)s::uuid[])"),
    # Membership is in no fact: it is PeerMetrics' own, and active or not does not matter.
    "participant_id": Condition(
        "c.conference_id IN (SELECT conference_id FROM public.participant_conferences "
        "WHERE participant_id = %(value)s)"
    ),
    "search": Condition(SEARCH),  # of the text's `search_terms`
    "browser_version": Condition("r.browser_version = %(value)s", _SESSION),
    "os_version": Condition("r.os_version = %(value)s", _SESSION),
    "city": Condition("r.city = %(value)s", _SESSION),
    "issue_code": Condition("r.code = %(value)s", _ISSUE),
    "gum_name": Condition("r.gum_name = %(value)s", _GUM_ERROR),
    "connection_type": Condition("r.type = %(value)s", _TYPED_CONNECTION),
    "setup_time_gte": Condition("r.setup_ms >= %(value)s", _SET_UP_CONNECTION),
    "setup_time_lt": Condition("r.setup_ms < %(value)s", _SET_UP_CONNECTION),
}

# Columns of the fact; with a minus sign, the greatest first.
SORTS = ("created_at", "-created_at", "duration", "-duration", "participants", "-participants")


@dataclass(frozen=True)
class ConferencesQuery:
    """Which conferences, in which order: a summary's range and filters, what each condition (its
    name in CONDITIONS) asks for, and one of SORTS. Equal ones are in the order of their time, then
    of their ids, ascending: no page repeats what another shows."""

    asked: SummaryQuery
    conditions: Mapping[str, Any]
    sort: str = "created_at"


@dataclass(frozen=True)
class FoundConference:
    """A conference as it is counted."""

    id: UUID
    status: str
    participants: int


@dataclass(frozen=True)
class Found:
    """A page of conferences, and how many there are in all, both of one moment."""

    count: int
    page: list[FoundConference]


_FOUND = """
WITH passing AS (SELECT id FROM rollups.segment WHERE {segment}),
found AS NOT MATERIALIZED (
    SELECT c.conference_id, c.created_at, c.status, c.duration, c.participants
    FROM rollups.conference_fact c
    WHERE {conference}
)
SELECT total.count, page.conference_id, page.status, page.participants
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
    statement = _FOUND.format(
        segment=ands(f"{name} = ANY(%({name})s)" for name, _ in asked.filters.values) or "true",
        conference=ands(_predicates(query)),
        order=_order(query.sort),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    # Beyond the last page there is the count alone.
    page = [FoundConference(*row[1:]) for row in rows if row[1] is not None]
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
        rows[_SESSION] = []
    for name in query.conditions:
        condition = CONDITIONS[name]
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
