"""What a trace says that a conference adds is what plain Python counts of that conference alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups.health.tracing.contributed import Contribution
from rollups.health.tracing.trace import trace
from rollups.statistics import ROLLUPS
from tests.proofs.histories.history import History
from tests.proofs.histories.product import Product
from tests.proofs.oracle import DIMENSIONS, ENDPOINTS, STATUSES, Query, RawTables, read_raw_tables
from tests.proofs.oracle.connections import SETUP_TIMES
from tests.proofs.oracle.values import dimension_of

Counts = Counter[tuple[Any, ...]]  # by rollup and groups


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("seed", ["1", "2"])
def test_contributions_equal_those_that_the_oracle_counts(
    seed: str, connect: Callable[[], Connection]
) -> None:
    history = History(seed, connect, Product())
    history.play(25, questions=0)
    raw = read_raw_tables(connect())
    seen: set[str] = set()

    for conference in raw.conferences:
        found = trace(conference["id"], history.now)
        alone = replace(raw, conferences=[conference])
        for day in {one.day for one in found.contributions} | {_day(conference["created_at"])}:
            for dimension, value in _filters(raw):
                told = [
                    one
                    for one in found.contributions
                    if (one.day, one.dimension, one.value)
                    == (day, dimension or "everything", value)
                ]
                query = Query(
                    str(conference["app_id"]),
                    gte=f"{day}T00:00:00Z",
                    lte=f"{day}T23:59:59.999999Z",
                    filters={dimension: (value,)} if dimension else {},
                )
                assert _told(told) == _counted(alone, query, history.now)
                assert all(one.stored == one.from_raw for one in told)
                seen |= {one.rollup for one in told}
    assert seen == {one.name for one in ROLLUPS}


def _filters(raw: RawTables) -> set[tuple[str, str]]:
    """Everything, and each value that a session has."""
    sessions = [row for rows in raw.sessions.values() for row in rows]
    return {("", "")} | {(name, dimension_of(row, name)) for name in DIMENSIONS for row in sessions}


def _day(moment: datetime) -> Any:
    return moment.astimezone(UTC).date()


def _told(contributions: list[Contribution]) -> Counts:
    """In the words of the answers: coarse buckets, no messages, no coordinates."""
    counts: Counts = Counter()
    for one in contributions:
        (count,) = one.stored.values()
        counts[one.rollup, *_in_words(one)] += count
    return counts


def _in_words(one: Contribution) -> tuple[Any, ...]:
    groups = one.groups
    match one.rollup:
        case "connection_setup":
            return (max(start for start in SETUP_TIMES if start <= groups["min_ms"]),)
        case "gum_error":
            return (groups["gum_name"],)
        case "session_city":
            return (groups["country"], groups["city"])
        case "conference_status_quarter":
            return (groups["status"],)
    return tuple(groups.values())


def _counted(raw: RawTables, query: Query, now: datetime) -> Counts:
    counts: Counts = Counter()
    for endpoint, read in _ANSWERS.items():
        for key, count in read(ENDPOINTS[endpoint](raw, query, now)):
            counts[key] += count
    return +counts  # without what is zero


Counted = Iterator[tuple[tuple[Any, ...], int]]


def _statuses(answer: dict[str, Any]) -> Counted:
    for row in answer["data"]:
        for rollup in ("conference_status", "conference_status_quarter"):
            yield from (((rollup, status), row[status]) for status in STATUSES)


def _durations(answer: dict[str, Any]) -> Counted:
    yield from ((("conference_duration", row["min_sec"]), row["count"]) for row in answer["data"])


def _participants(answer: dict[str, Any]) -> Counted:
    for row in answer["data"]:
        yield ("conference_participants", row["participants"]), row["conferences"]


def _issues(answer: dict[str, Any]) -> Counted:
    for row in answer["data"]:
        yield ("issue_code", row["code"]), row["count"]
        yield ("issue_code_conferences", row["code"]), row["conferences"]


def _gum_errors(answer: dict[str, Any]) -> Counted:
    yield from ((("gum_error", row["name"]), row["count"]) for row in answer["data"])


def _types(answer: dict[str, Any]) -> Counted:
    for row in answer["data"]:
        yield ("connection_type", row["name"].lower()), row["count"]


def _setup_times(answer: dict[str, Any]) -> Counted:
    yield from ((("connection_setup", row["min_ms"]), row["count"]) for row in answer["data"])


def _sessions(answer: dict[str, Any]) -> Counted:
    for rollup, key in (("session_browser", "browsers"), ("session_os", "os")):
        for row in answer[key]:
            yield from (((rollup, row["name"], v["name"]), v["count"]) for v in row["versions"])
    for row in answer["countries"]:
        yield ("session_country", row["code"]), row["count"]
    for row in answer["cities"]:
        yield ("session_city", row["country_code"], row["city"]), row["count"]


_ANSWERS: dict[str, Callable[[dict[str, Any]], Counted]] = {
    "conferences/summary": _statuses,
    "conferences/duration-summary": _durations,
    "conferences/participant-count-summary": _participants,
    "issues/summary": _issues,
    "issues/gum-summary": _gum_errors,
    "connections/summary": _types,
    "connections/setup-time-summary": _setup_times,
    "sessions/summary": _sessions,
}
