"""Which parts of a range are read from rollups, and which from facts."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollups.definitions.declarations import Rollup
from rollups.pipeline.refresh import drain
from rollups.reading.planner import read
from rollups.reading.query import Filters, SummaryQuery
from rollups.reading.slices import Slice, slices_of
from rollups.statistics.conferences.definitions import CONFERENCE_DURATION, CONFERENCE_STATUS
from tests import raw

APP = UUID(int=1)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, [Slice(True, None, None)]),
        (at(20), None, [Slice(True, at(20), None)]),
        (at(20), at(21), [Slice(True, at(20), at(21))]),
        (
            at(20, 5),
            at(23, 7),
            [
                Slice(False, at(20, 5), at(21)),
                Slice(True, at(21), at(23)),
                Slice(False, at(23), at(23, 7)),
            ],
        ),
        (at(20, 5), at(20, 9), [Slice(False, at(20, 5), at(20, 9))]),
        (at(20, 5), at(21, 9), [Slice(False, at(20, 5), at(21, 9))]),
        (None, at(20, 5), [Slice(True, None, at(20)), Slice(False, at(20), at(20, 5))]),
        (at(20), at(20), []),
        (at(21), at(20), []),
    ],
)
def test_whole_days_come_from_rollups_and_the_edges_from_facts(
    start: datetime | None, end: datetime | None, expected: list[Slice]
) -> None:
    assert slices_of(SummaryQuery(APP, start, end), rollups_serve=True) == expected


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


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("group_by", ["", "day", "hour"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
@pytest.mark.parametrize("each_filter", [False, True])
def test_questions_read_together_are_answered_as_each_alone(
    group_by: str, zone: str, each_filter: bool
) -> None:
    rng = Random(f"{group_by} {zone}")
    apps = [raw.app(), raw.app()]
    for app_id in apps:
        for _ in range(40):
            moment = at(10) + timedelta(hours=rng.randrange(8 * 24), minutes=30)
            conference = raw.conference(app_id, moment)
            raw.session(conference, raw.participant(app_id), created_at=moment)
    drain()
    bounds = [None, *(at(10) + timedelta(hours=h) for h in (0, 1, 24, 48, 60, 72, 100, 192))]
    queries = [
        SummaryQuery(app_id, rng.choice(bounds), rng.choice(bounds), zone, group_by)
        for app_id in apps
        for _ in range(12)
    ]

    together = read(queries, CONFERENCE_STATUS, each_filter=each_filter)

    alone = [read([query], CONFERENCE_STATUS, each_filter=each_filter)[0] for query in queries]
    assert [sorted(rows, key=str) for rows in together] == [sorted(r, key=str) for r in alone]
    assert any(together)
