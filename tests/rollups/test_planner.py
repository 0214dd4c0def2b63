"""Which parts of a range are read from rollups, and which from facts."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollups.definitions import CONFERENCE_DURATION, CONFERENCE_STATUS
from rollups.kinds import Rollup
from rollups.pieces import Part, parts
from rollups.planner import read
from rollups.query import Filters, SummaryQuery

APP = UUID(int=1)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, [Part(True, None, None)]),
        (at(20), None, [Part(True, at(20), None)]),
        (at(20), at(21), [Part(True, at(20), at(21))]),
        (
            at(20, 5),
            at(23, 7),
            [
                Part(False, at(20, 5), at(21)),
                Part(True, at(21), at(23)),
                Part(False, at(23), at(23, 7)),
            ],
        ),
        (at(20, 5), at(20, 9), [Part(False, at(20, 5), at(20, 9))]),
        (at(20, 5), at(21, 9), [Part(False, at(20, 5), at(21, 9))]),
        (None, at(20, 5), [Part(True, None, at(20)), Part(False, at(20), at(20, 5))]),
        (at(20), at(20), []),
        (at(21), at(20), []),
    ],
)
def test_whole_days_come_from_rollups_and_the_edges_from_facts(
    start: datetime | None, end: datetime | None, expected: list[Part]
) -> None:
    assert parts(SummaryQuery(APP, start, end), rollups_serve=True) == expected


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("query", "rollup", "served"),
    [
        (SummaryQuery(APP, group_by="day"), CONFERENCE_STATUS, True),
        (SummaryQuery(APP, group_by="day", zone="Asia/Tokyo"), CONFERENCE_STATUS, False),
        (SummaryQuery(APP, group_by="hour"), CONFERENCE_STATUS, False),
        (SummaryQuery(APP, zone="Asia/Tokyo"), CONFERENCE_DURATION, True),
        (SummaryQuery(APP, filters=Filters.of({"os": ["a"]})), CONFERENCE_DURATION, True),
        (SummaryQuery(APP, filters=Filters.of({"os": ["a", "b"]})), CONFERENCE_DURATION, False),
        (
            SummaryQuery(APP, filters=Filters.of({"os": ["a"], "country": ["b"]})),
            CONFERENCE_DURATION,
            False,
        ),
    ],
)
def test_a_request_is_one_statement_on_rollups_where_they_serve_and_never_on_raw_tables(
    query: SummaryQuery, rollup: Rollup, served: bool
) -> None:
    with CaptureQueriesContext(connection) as context:
        read([query], rollup)

    (statement,) = [captured["sql"] for captured in context.captured_queries]
    assert ("rollups.conference_fact" not in statement) == served
    assert (f"rollups.{rollup.name}" in statement) == served
    assert "public." not in statement
