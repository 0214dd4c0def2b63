"""Ranges and buckets of time, worked out by hand."""

from datetime import UTC, datetime

import pytest

from tests.proofs.oracle.query import Query, RefusedError, bounds, bucket_of, refuse_too_many_hours

NOW = datetime(2026, 11, 22, 14, 37, 12, 345678, UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("named", "zone", "now", "start"),
    [
        ("7d", "", "2026-11-22T14:37", "2026-11-16T00:00"),
        ("30d", "", "2026-11-22T14:37", "2026-10-24T00:00"),
        ("90d", "", "2026-11-22T14:37", "2026-08-25T00:00"),
        # In Kolkata it is already the 23rd.
        ("7d", "Asia/Kolkata", "2026-11-22T18:30", "2026-11-16T18:30"),
        ("7d", "Asia/Kolkata", "2026-11-22T18:29:59", "2026-11-15T18:30"),
        # Summer time ended between the start and now.
        ("30d", "Europe/Berlin", "2026-11-22T14:37", "2026-10-23T22:00"),
        # Midnight of 6 September was skipped. The day began at 01:00, which is 04:00 UTC.
        ("7d", "America/Santiago", "2026-09-12T15:00", "2026-09-06T04:00"),
        # Midnight of 1 November came twice. The day began with the first, at 04:00 UTC.
        ("7d", "America/Havana", "2026-11-07T15:00", "2026-11-01T04:00"),
        ("24h", "", "2026-11-22T14:37:12", "2026-11-21T14:00"),
        ("24h", "", "2026-11-22T14:00", "2026-11-21T14:00"),
        # Full hours in Kolkata are half hours in UTC.
        ("24h", "Asia/Kolkata", "2026-11-22T14:37:12", "2026-11-21T14:30"),
        ("24h", "Asia/Kolkata", "2026-11-22T14:29:59", "2026-11-21T13:30"),
        # The second 02:00 in Berlin: 24 hours before 01:30 UTC on the 26th.
        ("24h", "Europe/Berlin", "2026-10-26T01:30", "2026-10-25T01:00"),
        ("24h", "Europe/Berlin", "2026-10-26T00:30", "2026-10-25T00:00"),
    ],
)
def test_a_named_range_starts_with_a_local_day_or_hour_and_stays_open(
    named: str, zone: str, now: str, start: str
) -> None:
    assert bounds(Query("a", named=named, zone=zone), utc(now)) == (utc(start), None)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-20", "2026-11-20T00:00"),
        ("2026-11-20T13:00", "2026-11-20T13:00"),
        ("2026-11-20T13:00:00.000001Z", "2026-11-20T13:00:00.000001"),
        ("2026-11-20T13:00:00+05:30", "2026-11-20T07:30"),
        ("2026-11-20T23:59:59.999999-01:00", "2026-11-21T00:59:59.999999"),
    ],
)
def test_a_bound_without_an_offset_is_utc_whatever_the_zone(written: str, instant: str) -> None:
    query = Query("a", gte=written, lte=written, zone="America/New_York")
    assert bounds(query, NOW) == (utc(instant), utc(instant))


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("", "2026-11-20T23:59:59.999999", "2026-11-20"),
        ("Europe/Berlin", "2026-11-20T22:59:59.999999", "2026-11-20"),
        ("Europe/Berlin", "2026-11-20T23:00", "2026-11-21"),
        ("America/New_York", "2027-01-01T04:59:59.999999", "2026-12-31"),
        ("Pacific/Apia", "2011-12-30T09:59:59.999999", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T10:00", "2011-12-31"),
    ],
)
def test_a_day_is_that_of_the_zone(zone: str, instant: str, day: str) -> None:
    assert bucket_of(utc(instant), Query("a", zone=zone))[1] == day


@pytest.mark.parametrize(
    ("zone", "instant", "hour"),
    [
        ("", "2026-11-20T13:59:59.999999", "2026-11-20T13:00:00+00:00"),
        ("Europe/Berlin", "2026-11-20T12:59", "2026-11-20T13:00:00+01:00"),
        ("Asia/Kolkata", "2026-11-20T13:29", "2026-11-20T18:00:00+05:30"),
        ("Asia/Kolkata", "2026-11-20T13:30", "2026-11-20T19:00:00+05:30"),
        ("Europe/Berlin", "2026-10-25T00:59", "2026-10-25T02:00:00+02:00"),
        ("Europe/Berlin", "2026-10-25T01:00", "2026-10-25T02:00:00+01:00"),
    ],
)
def test_an_hour_is_written_with_the_offset_that_it_had(zone: str, instant: str, hour: str) -> None:
    assert bucket_of(utc(instant), Query("a", zone=zone, group_by="hour"))[1] == hour


def test_the_two_hours_of_one_name_are_in_the_order_of_time() -> None:
    query = Query("a", zone="Europe/Berlin", group_by="hour")
    first, second = utc("2026-10-25T00:59"), utc("2026-10-25T01:00")
    assert bucket_of(first, query) < bucket_of(second, query)


@pytest.mark.parametrize(
    "query",
    [
        Query("a", gte="2026-11-01", lte="2026-11-09", group_by="hour"),
        Query("a", gte="2026-11-14T14:37:12.345678", group_by="hour"),
        Query("a", gte="2026-11-09", lte="2026-11-01", group_by="hour"),
        Query("a", named="7d", group_by="hour"),
        Query("a", named="90d", group_by="day"),
        Query("a"),
    ],
)
def test_up_to_eight_days_may_be_asked_by_the_hour(query: Query) -> None:
    refuse_too_many_hours(query, NOW)


@pytest.mark.parametrize(
    "query",
    [
        Query("a", gte="2026-11-01", lte="2026-11-09T00:00:00.000001", group_by="hour"),
        Query("a", gte="2026-11-14T14:37:12.345677", group_by="hour"),
        Query("a", lte="2026-11-01", group_by="hour"),
        Query("a", named="30d", group_by="hour"),
        Query("a", group_by="hour"),
    ],
)
def test_more_may_not(query: Query) -> None:
    with pytest.raises(RefusedError):
        refuse_too_many_hours(query, NOW)
