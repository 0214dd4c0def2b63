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
from rollups.reading.slices import DAYS, QUARTERS, Slice, Unit, slices_of
from rollups.statistics.conferences.definitions import (
    CONFERENCE_DURATION,
    CONFERENCE_STATUS,
    CONFERENCE_STATUS_QUARTER,
)
from rollups.statistics.issues.definitions import ISSUE_CODE_CONFERENCES
from rollups.statistics.sessions.definitions import SESSION_COUNTRY
from tests import raw

APP = UUID(int=1)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, [Slice(DAYS, None, None)]),
        (at(20), None, [Slice(DAYS, at(20), None)]),
        (at(20), at(21), [Slice(DAYS, at(20), at(21))]),
        (
            at(20, 5),
            at(23, 7),
            [
                Slice(None, at(20, 5), at(21)),
                Slice(DAYS, at(21), at(23)),
                Slice(None, at(23), at(23, 7)),
            ],
        ),
        (at(20, 5), at(20, 9), [Slice(None, at(20, 5), at(20, 9))]),
        (at(20, 5), at(21, 9), [Slice(None, at(20, 5), at(21, 9))]),
        (None, at(20, 5), [Slice(DAYS, None, at(20)), Slice(None, at(20), at(20, 5))]),
        (at(20), at(20), []),
        (at(21), at(20), []),
    ],
)
def test_whole_days_come_from_rollups_and_the_edges_from_facts(
    start: datetime | None, end: datetime | None, expected: list[Slice]
) -> None:
    assert slices_of(SummaryQuery(APP, start, end), (DAYS,)) == expected


SINCE = QUARTERS.since


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(20), at(21), [Slice(DAYS, at(20), at(21))]),
        (
            at(20, 5, 1),
            at(22, 7, 46),
            [
                Slice(None, at(20, 5, 1), at(20, 5, 15)),
                Slice(QUARTERS, at(20, 5, 15), at(21)),
                Slice(DAYS, at(21), at(22)),
                Slice(QUARTERS, at(22), at(22, 7, 45)),
                Slice(None, at(22, 7, 45), at(22, 7, 46)),
            ],
        ),
        (at(20, 5, 1), at(20, 5, 14), [Slice(None, at(20, 5, 1), at(20, 5, 14))]),
        (None, at(20, 5), [Slice(DAYS, None, at(20)), Slice(QUARTERS, at(20), at(20, 5))]),
    ],
)
def test_the_edges_of_days_come_from_quarters_where_there_are_some(
    start: datetime | None, end: datetime | None, expected: list[Slice]
) -> None:
    assert slices_of(SummaryQuery(APP, start, end), (DAYS, QUARTERS)) == expected


def test_before_1980_quarters_are_of_no_use_for_days_of_zones() -> None:
    everything = [Slice(None, None, SINCE), Slice(QUARTERS, SINCE, None)]
    assert slices_of(SummaryQuery(APP), (QUARTERS,)) == everything
    before = SINCE - timedelta(days=400)
    of_1979 = SummaryQuery(APP, before, SINCE - timedelta(days=30))
    assert slices_of(of_1979, (QUARTERS,)) == [Slice(None, of_1979.start, of_1979.end)]


@pytest.mark.parametrize("units", [(), (DAYS,), (QUARTERS,), (DAYS, QUARTERS)])
def test_slices_cover_a_range_without_a_gap(units: tuple[Unit, ...]) -> None:
    rng = Random(1)
    last = datetime.max.replace(tzinfo=UTC)
    edges = [SINCE, last, last - timedelta(seconds=9), at(1), at(2), at(2, 5, 15), at(9, 0, 1)]
    for _ in range(300):
        start, end = sorted(
            rng.choice(edges) - timedelta(seconds=rng.choice([0, 0, 1, 900, 86_400, 100_000]))
            for _ in range(2)
        )
        slices = slices_of(SummaryQuery(APP, start, end), units)
        bounds = [start, *(one.end for one in slices)]
        assert [one.start for one in slices] == bounds[:-1]
        assert bounds[-1] in (end, None)
        for one in slices:
            if one.unit:
                assert one.start is not None
                assert one.unit.at_or_before(one.start) == one.start


def of_zone(zone: str, group_by: str = "day") -> SummaryQuery:
    return SummaryQuery(APP, at(1), zone=zone, group_by=group_by)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("query", "rollup", "served"),
    [
        (SummaryQuery(APP, group_by="day"), CONFERENCE_STATUS, True),
        (of_zone("Asia/Tokyo"), CONFERENCE_STATUS_QUARTER, True),
        (of_zone("Asia/Kathmandu"), CONFERENCE_STATUS_QUARTER, True),
        (of_zone("UTC", "hour"), CONFERENCE_STATUS_QUARTER, True),
        (of_zone("Asia/Tokyo"), CONFERENCE_DURATION, False),
        (SummaryQuery(APP, zone="Asia/Tokyo"), CONFERENCE_DURATION, True),
        (SummaryQuery(APP, filters=Filters.of({"os": ["a"]})), CONFERENCE_DURATION, True),
        (SummaryQuery(APP, filters=Filters.of({"os": ["a", "b"]})), CONFERENCE_DURATION, False),
        (SummaryQuery(APP, filters=Filters.of({"os": ["a", "b"]})), SESSION_COUNTRY, True),
        (SummaryQuery(APP, filters=Filters.of({"os": ["a"]})), SESSION_COUNTRY, True),
        (
            SummaryQuery(APP, filters=Filters.of({"os": ["a"], "country": ["b"]})),
            SESSION_COUNTRY,
            True,
        ),
        (
            SummaryQuery(APP, filters=Filters.of({"os": ["a", "b"]})),
            ISSUE_CODE_CONFERENCES,
            False,
        ),
        (
            SummaryQuery(APP, filters=Filters.of({"os": ["a"], "country": ["b"]})),
            CONFERENCE_DURATION,
            False,
        ),
    ],
)
def test_a_request_reads_rollups_where_they_serve_and_never_raw_tables(
    query: SummaryQuery, rollup: Rollup, served: bool
) -> None:
    asked = CONFERENCE_STATUS if rollup == CONFERENCE_STATUS_QUARTER else rollup
    with CaptureQueriesContext(connection) as context:
        read([query], asked)

    statements = [captured["sql"] for captured in context.captured_queries]
    (statement,) = [one for one in statements if "FROM rollups.segment " not in one]
    combined = sum(len(values) for _, values in query.filters.values) > 1
    assert len(statements) == 1 + combined  # which segments pass
    assert ("_fact" not in statement) == served
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
