"""Cases of counting, worked out by hand on rows as PostgreSQL returns them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.oracle import Query, RawTables, conferences_summary, filter_values, name_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def conference(key: str, **values: Any) -> dict[str, Any]:
    usual = {"app_id": "app", "created_at": NOON, "is_active": True, "ongoing": False}
    return {"id": key, **usual, **values}


def session(browser: Any, country: Any = "DE", **values: Any) -> dict[str, Any]:
    usual = {
        "platform": {"browser": {"name": browser}, "os": {"name": "Linux"}},
        "geo_ip": {"country_code": country},
        "app_version": None,
        "is_active": True,
    }
    return {**usual, **values}


def issue(kind: str, *, is_active: bool = True) -> dict[str, Any]:
    return {"type": kind, "is_active": is_active}


def counts(date: str, **named: int) -> dict[str, Any]:
    none = {"success": 0, "warning": 0, "error": 0, "ongoing": 0}
    return {"date": date, **none, **named, "total": sum(named.values())}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Chrome", "Chrome"),
        ("chrome", "chrome"),
        ("\u2003 Chrome\u00a0\x1f\n", "Chrome"),
        ("", "Unknown"),
        (" \u3000\t", "Unknown"),
        ("\u200b", "\u200b"),
        (" " + "x" * 65, "x" * 64),
        ("x" * 63 + " tail", "x" * 63 + " "),
        (None, "Unknown"),
        (7, "Unknown"),
        (True, "Unknown"),
        (["Chrome"], "Unknown"),
        ({"name": "Chrome"}, "Unknown"),
    ],
)
def test_a_name_is_a_string_trimmed_and_cut_and_anything_else_is_unknown(
    value: object, name: str
) -> None:
    assert name_of(value) == name


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
            "only an inactive one": [issue("e", is_active=False)],
            "of an unheard-of type": [issue("x")],
            "warning": [issue("w"), issue("e", is_active=False)],
            "both": [issue("w"), issue("e")],
            "ongoing with an error": [issue("e")],
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


# One conference by Chrome in Germany and by Firefox in France, one by Chrome in France only.
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
    }
