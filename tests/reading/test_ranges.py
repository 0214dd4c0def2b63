"""Named ranges, and the period that each is compared with, at the edges of days and of clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rollups.reading.ranges import (
    RANGES,
    previous_of_bounds,
    previous_of_range,
    start_of_range,
)

BERLIN = "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "zone", "now", "start"),
    [
        ("24h", "UTC", "2026-11-24T09:59:59", "2026-11-23T09:00"),
        ("24h", "Asia/Kolkata", "2026-11-24T09:15", "2026-11-23T08:30"),  # half past, in UTC
        ("7d", "UTC", "2026-11-24T00:00", "2026-11-18T00:00"),
        ("7d", "UTC", "2026-11-23T23:59:59", "2026-11-17T00:00"),
        ("7d", BERLIN, "2026-11-24T23:30", "2026-11-18T23:00"),  # it is the 25th there
        ("7d", BERLIN, "2026-03-30T12:00", "2026-03-23T23:00"),  # before the clocks went forward
        ("7d", BERLIN, "2026-10-26T12:00", "2026-10-19T22:00"),  # before they went back
        ("30d", "UTC", "2026-03-01T12:00", "2026-01-31T00:00"),
        ("90d", "UTC", "2026-11-24T12:00", "2026-08-27T00:00"),
        # Midnight does not exist there on this day: the day begins at one o'clock.
        ("7d", "America/Asuncion", "2024-10-12T12:00", "2024-10-06T04:00"),
    ],
)
def test_a_range_begins(name: str, zone: str, now: str, start: str) -> None:
    assert start_of_range(name, utc(now), zone) == utc(start)


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("zone", ["UTC", BERLIN, "Asia/Kathmandu", "America/St_Johns"])
def test_it_is_compared_with_what_it_was_as_many_days_ago(name: str, zone: str) -> None:
    now = utc("2026-11-24T09:40")
    days = {"24h": 1, "7d": 7, "30d": 30, "90d": 90}[name]
    start, end = previous_of_range(name, now, zone)

    local = now.astimezone(ZoneInfo(zone))
    hour = local.replace(minute=0)
    assert end.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == (
        hour.replace(tzinfo=None) - timedelta(days=days)
    )
    then = (local.replace(tzinfo=None) - timedelta(days=days)).replace(tzinfo=ZoneInfo(zone))
    assert start == start_of_range(name, then.astimezone(UTC), zone)


def test_bounds_are_compared_with_the_span_before() -> None:
    start, end = utc("2026-11-20T00:00"), utc("2026-11-21T12:00")
    assert previous_of_bounds(start, end) == (utc("2026-11-18T12:00"), start)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, utc("2026-11-20T00:00")),
        (utc("2026-11-20T00:00"), None),
        (utc("2026-11-20T00:00"), utc("2026-11-20T00:00")),
        (utc("2026-11-21T00:00"), utc("2026-11-20T00:00")),
        (utc("0001-01-02T00:00"), utc("2026-11-20T00:00")),  # it would begin before the year 1
    ],
)
def test_bounds_that_are_open_or_empty_are_compared_with_nothing(
    start: datetime | None, end: datetime | None
) -> None:
    assert previous_of_bounds(start, end) is None
