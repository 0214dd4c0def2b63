"""Lists of conferences behind a bar, worked out by hand."""

from datetime import UTC, datetime

import pytest

from tests.proofs.oracle import Query, RawTables, listed_conferences
from tests.proofs.oracle.rows import NOW, conference, connection, issue, session

EVENING = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

LINUX = {"browser": {"name": "Chrome", "version": "1.5"}, "os": {"name": "Linux", "version": "6"}}
WINDOWS = {"browser": {"name": "Firefox", "major": "2"}, "os": {"name": "Windows", "version": 11}}
BERLIN = {"country_code": "DE", "city": "Berlin", "latitude": 52.5, "longitude": "13.4"}


def took(milliseconds: int, session_id: str) -> dict[str, object]:
    end = f"2026-11-20 12:00:{milliseconds / 1000:09.6f}"
    first = {"status": "connected", "start_time": "2026-11-20 12:00", "end_time": end}
    return connection(connection_info={"negotiations": [first]}, session_id=session_id)


# One Chrome conference with few problems, one with Chrome and Firefox and many, one inactive.
RAW = RawTables(
    conferences=[
        conference("calm", duration=59, conference_id="Room 1", conference_name=None),
        conference(
            "rough", duration=60, created_at=EVENING, conference_id="2", conference_name="WEEKLY %"
        ),
        conference("inactive", is_active=False),
    ],
    sessions={
        "calm": [session("Chrome", id="c1", participant_id="ann", platform=LINUX)],
        "rough": [
            session("Chrome", id="c2", geo_ip=BERLIN),
            session("Firefox", id="f", platform=WINDOWS),
        ],
    },
    issues={
        "calm": [issue(code="a", session_id="f"), issue(code="off", is_active=False)],
        "rough": [
            issue(type="e", code="a", session_id="c2"),
            issue(code="getusermedia_error", data={"name": " X "}, session_id="f"),
            issue(code="other", data={"name": "Y"}, session_id="f"),
        ],
        "inactive": [issue(code="a", session_id="c1")],
    },
    connections={
        "calm": [took(100, "c1"), took(900, "c1")],
        "rough": [
            took(500, "f"),
            connection(type="r", session_id="f"),
            connection(type="h", session_id="c2"),
        ],
    },
    members={"calm": [{"participant_id": "ann"}]},
    participants=[{"id": "ann", "is_active": True, "is_sfu": False}],
)


@pytest.mark.parametrize(
    ("conditions", "listed"),
    [
        ({}, "calm rough"),
        ({"status": "error"}, "rough"),
        ({"status": "warning"}, "calm"),
        ({"duration_gte": "60"}, "rough"),
        ({"duration_lt": "60"}, "calm"),
        ({"duration_gte": "59", "duration_lt": "61"}, "calm rough"),
        ({"participants": "1"}, "calm"),
        ({"participants": "0"}, "rough"),
        ({"day": "2026-11-20"}, "calm"),
        ({"day": "2026-11-21T00:00:00+01:00"}, "rough"),
        ({"day": "2026-11-21T00:00:00+00:00"}, ""),
        ({"issue_code": "a"}, "calm rough"),
        ({"issue_code": "a", "status": "warning"}, "calm"),
        ({"issue_code": "off"}, ""),
        ({"gum_name": "X"}, "rough"),
        ({"gum_name": "Y"}, ""),
        ({"connection_type": "relayed"}, "rough"),
        ({"setup_time_gte": "500"}, "calm rough"),
        ({"setup_time_lt": "500"}, "calm"),
        ({"setup_time_gte": "500", "setup_time_lt": "900"}, "rough"),
        ({"setup_time_gte": "101", "setup_time_lt": "900"}, "rough"),
        ({"conference_ids": "rough,inactive"}, "rough"),
        ({"search": " room"}, "calm"),
        ({"search": "weekly %"}, "rough"),
        ({"search": "weekly _"}, ""),
        ({"search": "CALM"}, "calm"),
        ({"search": "cal"}, ""),
        ({"browser_version": "1"}, "calm"),
        ({"browser_version": "Unknown"}, "rough"),
        ({"os_version": "Unknown"}, "rough"),
        ({"browser_version": "2", "os_version": "Unknown"}, "rough"),
        ({"browser_version": "2", "city": "Berlin"}, ""),
        ({"city": "Berlin"}, "rough"),
    ],
)
def test_a_conference_is_listed_that_meets_every_condition(
    conditions: dict[str, str], listed: str
) -> None:
    query = Query("app", zone="Europe/Berlin", conditions=conditions)
    assert listed_conferences(RAW, query, NOW) == listed.split()


@pytest.mark.parametrize(
    ("conditions", "listed"),
    [
        ({}, "rough"),
        ({"issue_code": "a"}, ""),  # the issue is of the other session
        ({"city": "Berlin"}, ""),  # the city is the other session's
        ({"gum_name": "X"}, "rough"),
        ({"connection_type": "direct"}, ""),
        ({"connection_type": "relayed", "setup_time_gte": "500"}, "rough"),
    ],
)
def test_the_row_that_is_asked_for_has_to_pass_as_well(
    conditions: dict[str, str], listed: str
) -> None:
    query = Query("app", filters={"browser": ("Firefox",)}, conditions=conditions)
    assert listed_conferences(RAW, query, NOW) == listed.split()


@pytest.mark.parametrize(
    ("sort", "listed"),
    [
        ("", "b a d c"),
        ("-created_at", "c a d b"),
        ("duration", "a c b d"),
        ("-duration", "b d c a"),
    ],
)
def test_equal_ones_are_in_the_order_of_time_then_id(sort: str, listed: str) -> None:
    raw = RawTables(
        conferences=[
            conference("d", duration=9),
            conference("c", duration=5, created_at=EVENING),
            conference("b", duration=9, created_at=EVENING.replace(hour=1)),
            conference("a", duration=1),
        ]
    )
    assert listed_conferences(raw, Query("app", sort=sort), NOW) == listed.split()
