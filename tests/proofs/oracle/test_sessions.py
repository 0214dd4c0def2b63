"""Counts of sessions, worked out by hand."""

from datetime import timedelta
from typing import Any

import pytest

from tests.proofs.oracle import ENDPOINTS, Query, RawTables
from tests.proofs.oracle.rows import NO_OTHERS, NOON, NOW, conference, session


def answer(sessions: list[dict[str, Any]], group_by: str = "", **query: Any) -> dict[str, Any]:
    raw = RawTables([conference("one", is_active=False)], sessions={"one": sessions})
    return ENDPOINTS["sessions/summary"](raw, Query("app", group_by=group_by, **query), NOW)


def on(browser: Any) -> dict[str, Any]:
    return session(platform={"browser": browser, "os": "Linux"})


def at(city: Any, latitude: Any, longitude: Any, country: Any = "DE") -> dict[str, Any]:
    place = {"country_code": country, "city": city, "latitude": latitude, "longitude": longitude}
    return session(geo_ip=place)


def named(*counts: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"name": name, "count": count} for name, count in counts]


def platform(name: str, count: int, *versions: tuple[str, int]) -> dict[str, Any]:
    """An entry that has all its versions."""
    return {"name": name, "count": count, "versions": named(*versions), "others": NO_OTHERS}


def test_every_counted_session_is_once_in_each_list() -> None:
    rows = [
        session("Chrome"),
        session("Chrome", country=None),
        session(platform=None, geo_ip=[]),
        session("Chrome", is_active=False),
        session("Chrome", created_at=NOON + timedelta(days=1)),
        session("Safari"),
    ]
    filters = {"browser": ("Chrome", "Unknown")}
    assert answer(rows, filters=filters, lte="2026-11-21") == {
        "browsers": [
            platform("Chrome", 2, ("Unknown", 2)),
            platform("Unknown", 1, ("Unknown", 1)),
        ],
        "os": [
            platform("Linux", 2, ("Unknown", 2)),
            platform("Unknown", 1, ("Unknown", 1)),
        ],
        "countries": [{"code": "Unknown", "count": 2}, {"code": "DE", "count": 1}],
        "cities": [],
        "cities_total": 0,
        "others": dict.fromkeys(("browsers", "os", "countries", "cities"), NO_OTHERS),
    }


@pytest.mark.parametrize(
    ("browser", "version"),
    [
        ({"major": "120", "version": "99.1"}, "120"),
        ({"major": " 120.5 "}, "120.5"),
        ({"major": 120, "version": "99.1"}, "99"),
        ({"major": "\u3000", "version": " 99 .1"}, "99"),
        ({"major": None, "version": "99"}, "99"),
        ({"major": " Unknown", "version": "99"}, "99"),
        ({"major": "", "version": ".9"}, "Unknown"),
        ({"version": 99.1}, "Unknown"),
        ({"version": "9" * 70 + ".1"}, "9" * 64),
        ({}, "Unknown"),
        ("Chrome 120", "Unknown"),
    ],
)
def test_a_browsers_version_is_its_major_one(browser: Any, version: str) -> None:
    (only,) = answer([on(browser)], "browser")["data"]
    assert only["versions"] == named((version, 1))


def test_an_operating_systems_version_is_whole_and_equal_counts_are_sorted_by_code_point() -> None:
    versions = ("10.15.7", "10.15.7", "9", "10", "a", "Z", "\U0001f600", "\uffff", 11)
    rows = [session(platform={"os": {"name": "macOS", "version": version}}) for version in versions]
    others = ("10", "9", "Unknown", "Z", "a", "\uffff", "\U0001f600")
    expected = platform("macOS", 9, ("10.15.7", 2), *((name, 1) for name in others))
    assert answer(rows, "os") == {"data": [expected], "others": NO_OTHERS}


def test_a_city_has_a_name_and_usable_coordinates_and_is_of_one_country() -> None:
    rows = [
        at("Paris", 48.9, "2.4", "FR"),
        at(" Paris ", "48.9", 2.4, "FR"),
        at("Paris", 33.7, -95.6, "US"),
        at("Paris", 33.7, -95.6, 7),
        at("Aachen", "50.8", "6.1"),
        at("Aachen", 0, "6.1"),
        at("Nowhere", 0, "-0.0"),
        at("Half", 52.5, None),
        at("Out", 52.5, 180.5),
        at("Words", "NaN", "1e1"),
        at(["Paris"], 1, 1),
        at(" ", 1, 1),
        at("Unknown", 1, 1),
    ]
    expected = [
        ("Aachen", "DE", 0.0, 6.1, 2),
        ("Paris", "FR", 48.9, 2.4, 2),
        ("Paris", "US", 33.7, -95.6, 1),
        ("Paris", "Unknown", 33.7, -95.6, 1),
    ]
    columns = ("city", "country_code", "latitude", "longitude", "count")
    assert answer(rows, "city") == {
        "data": [dict(zip(columns, row, strict=True)) for row in expected],
        "others": NO_OTHERS,
    }


def test_the_coordinates_are_those_of_most_sessions_then_the_smallest() -> None:
    places = [(2, 2), (2, 1), (2, 2), (1, 9), ("1.0", 8), (1, 8), (-3, 0)]
    (city,) = answer([at("Bonn", *place) for place in places], "city")["data"]
    assert (city["latitude"], city["longitude"], city["count"]) == (1.0, 8.0, 7)


def test_no_more_than_300_cities_are_listed_and_all_are_numbered() -> None:
    rows = [at(f"City {number:03}", 1, 1) for number in range(302)]
    found = answer([*rows, rows[300]])
    assert [city["city"] for city in found["cities"]] == [
        "City 300",
        *(f"City {number:03}" for number in range(299)),
    ]
    assert found["cities_total"] == 302
    assert found["others"]["cities"] == {"values": 2, "count": 2}
