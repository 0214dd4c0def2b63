"""Counts of conferences, worked out by hand, from rows in the form that PostgreSQL returns."""

from datetime import timedelta
from typing import Any

import pytest

from tests.proofs.oracle import ENDPOINTS, Query, RawTables, conferences_summary, filter_values
from tests.proofs.oracle.rows import NO_OTHERS, NOON, NOW, conference, issue, session


def counts(date: str, **named: int) -> dict[str, Any]:
    none = {"success": 0, "warning": 0, "error": 0, "ongoing": 0}
    return {"date": date, **none, **named, "total": sum(named.values())}


def test_a_conference_has_the_status_of_its_worst_active_issue_unless_it_is_ongoing() -> None:
    raw = RawTables(
        conferences=[
            conference("no issue"),
            conference("only an inactive one"),
            conference("of an unheard-of type"),
            conference("warning"),
            conference("both"),
            conference("ongoing with an error", ongoing=True),
            conference("inactive", is_active=False),
            conference("of another app", app_id="noise"),
        ],
        sessions={},
        issues={
            "only an inactive one": [issue(type="e", is_active=False)],
            "of an unheard-of type": [issue(type="x")],
            "warning": [issue(type="w"), issue(type="e", is_active=False)],
            "both": [issue(type="w"), issue(type="e")],
            "ongoing with an error": [issue(type="e")],
        },
    )
    expected = [counts("2026-11-20", success=3, warning=1, error=1, ongoing=1)]
    assert conferences_summary(raw, Query("app"), NOW) == expected


def test_both_ends_of_a_range_are_in_it_to_the_microsecond() -> None:
    later = NOON + timedelta(days=1)
    tick = timedelta(microseconds=1)
    times = {"before": NOON - tick, "first": NOON, "last": later, "after": later + tick}
    rows = [conference(key, created_at=at) for key, at in times.items()]
    raw = RawTables(conferences=rows, sessions={}, issues={})
    query = Query("app", gte="2026-11-20T12:00:00", lte="2026-11-21T12:00:00Z")
    expected = [counts("2026-11-20", success=1), counts("2026-11-21", success=1)]
    assert conferences_summary(raw, query, NOW) == expected
    assert conferences_summary(raw, Query("app", gte=query.lte, lte=query.gte), NOW) == []


# One conference has Chrome in Germany and Firefox in France. The other has only Chrome in France.
TWO = RawTables(
    conferences=[conference("mixed"), conference("one"), conference("nobody came")],
    sessions={
        "mixed": [session("Chrome", "DE"), session("Chrome", "DE"), session("Firefox", "FR")],
        "one": [
            session("Chrome", "FR"),
            session("Firefox", "DE", is_active=False),
            session(["Firefox"], " ", platform=None),
        ],
    },
    issues={},
)


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({}, 3),
        ({"browser": ("Chrome",)}, 2),
        ({"browser": ("Firefox",)}, 1),
        ({"browser": ("Firefox", "Chrome", "Chrome")}, 2),
        ({"browser": ("chrome",)}, 0),
        ({"browser": ("Unknown",)}, 1),
        ({"browser": ("Chrome",), "country": ("FR",)}, 1),
        ({"browser": ("Firefox",), "country": ("FR",)}, 1),
        ({"browser": ("Firefox",), "country": ("DE",)}, 0),
        ({"os": ("Linux",), "app_version": ("Unknown",)}, 2),
        ({"country": ("Unknown",), "os": ("Unknown",)}, 1),
    ],
)
def test_a_conference_passes_by_one_active_session_that_matches_every_parameter(
    filters: dict[str, tuple[str, ...]], total: int
) -> None:
    expected = [counts("2026-11-20", success=total)] if total else []
    assert conferences_summary(TWO, Query("app", filters=filters), NOW) == expected


def test_each_filter_value_comes_with_the_conferences_that_it_would_leave() -> None:
    assert filter_values(TWO, Query("app"), NOW) == {
        "browser": [
            {"value": "Chrome", "count": 2},
            {"value": "Firefox", "count": 1},
            {"value": "Unknown", "count": 1},
        ],
        "os": [{"value": "Linux", "count": 2}, {"value": "Unknown", "count": 1}],
        "country": [
            {"value": "FR", "count": 2},
            {"value": "DE", "count": 1},
            {"value": "Unknown", "count": 1},
        ],
        "app_version": [{"value": "Unknown", "count": 2}],
        "others": dict.fromkeys(("browser", "os", "country", "app_version"), NO_OTHERS),
    }


def test_a_duration_at_a_bound_is_in_the_bucket_that_begins_there() -> None:
    durations = (0, 59, 60, 179, 180, 599, 3599, 3600, 2**31 - 1)
    rows = [conference(str(seconds), duration=seconds) for seconds in durations]
    expected = [
        ("< 1 m", 0, 60, 2),
        ("1 - 3 m", 60, 180, 2),
        ("3 - 5 m", 180, 300, 1),
        ("5 - 10 m", 300, 600, 1),
        ("10 - 15 m", 600, 900, 0),
        ("15 - 20 m", 900, 1200, 0),
        ("20 - 25 m", 1200, 1500, 0),
        ("25 - 30 m", 1500, 1800, 0),
        ("30 - 40 m", 1800, 2400, 0),
        ("40 - 50 m", 2400, 3000, 0),
        ("50 - 60 m", 3000, 3600, 1),
        ("> 60 m", 3600, None, 2),
    ]
    assert ENDPOINTS["conferences/duration-summary"](RawTables(rows), Query("app"), NOW) == {
        "data": [
            dict(zip(("range", "min_sec", "max_sec", "count"), row, strict=True))
            for row in expected
        ]
    }


def test_a_participant_is_a_member_with_a_session_and_no_sfu_and_counts_once() -> None:
    people = {
        "twice": {},
        "gone": {},
        "sfu": {"is_sfu": True},
        "inactive": {"is_active": False},
        "only a member": {},
        "only a guest": {},
    }
    there = [session(participant_id=name, is_active=name != "gone") for name in people]
    raw = RawTables(
        conferences=[conference("full"), conference("empty"), conference("also empty")],
        sessions={"full": [*there[:4], there[0], there[5]], "empty": [there[4]]},
        members={
            "full": [{"participant_id": name} for name in people if name != "only a guest"],
            "also empty": [{"participant_id": "twice"}],
        },
        participants=[
            {"id": name, "is_active": True, "is_sfu": False, **values}
            for name, values in people.items()
        ],
    )
    answer = ENDPOINTS["conferences/participant-count-summary"](raw, Query("app"), NOW)
    assert answer == {
        "data": [
            {"participants": 0, "conferences": 2},
            {"participants": 2, "conferences": 1},
        ],
        "total_conferences": 3,
        "others": NO_OTHERS,
    }
