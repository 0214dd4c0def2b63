"""Days and moments in a query: ISO 8601's extended form only. Python reads more forms."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from rest_framework import serializers
from rest_framework.test import APIClient

from api.lists.params import DayField
from api.params import BoundField, moment_of
from tests import raw

NO_MOMENTS = [
    *("1" * 3_000, "2026", "2026-11", "20261120", "2026-W47-5", "2026W475", "2026-W47", "2026-324"),
    *("20261120T120000", "2026-11-20T12", "2026-11-20T1200", "2026-11-20T120000Z", "+2026-11-20"),
    *("2026-11-20x12:00", "2026-11-20T12:00:00,5", "2026-11-20T12:00z", "2026-11-20T12:00 Z"),
    *("2026-11-20T12:00+0200", "2026-11-20T12:00+02", "2026-11-20T12:00+2:00"),
    *("2026-11-20T24:00", "2026-11-20T12:60", "2026-11-20T12:00:60", "2026-11-20T12:00+25:00"),
    *("2026-11-20Z", "2026-11-20+02:00", "2026-11-20T", "2026-11-20\n12:00", "2026-02-30"),
    *("\uff12\uff10\uff12\uff16-11-20", "0000-01-01", "10000-01-01", "2026-11-20T12:00:00."),
    f"2026-11-20T12:00:00.{'9' * 3_000}",
]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("given", NO_MOMENTS)
@pytest.mark.parametrize("field", [BoundField(), DayField()])
def test_a_text_that_is_no_moment_is_refused_with_a_short_message(
    field: BoundField, given: str
) -> None:
    with pytest.raises(serializers.ValidationError) as refused:
        field.run_validation(given)

    assert len(str(refused.value.detail)) < 250


@pytest.mark.parametrize(
    "given",
    [
        *("2026-11-20T12:00", "2026-11-20 12:00:00", "2026-11-20T12:00:00.0Z"),
        *("2026-11-20T14:00+02:00", "2026-11-20 14:00:00 02:00", "2026-11-20T06:30-05:30"),
        *("2026-11-20T12:00:00.000000000000", " 2026-11-20T12:00Z "),
    ],
)
def test_a_moment_may_have_seconds_a_fraction_and_an_offset(given: str) -> None:
    assert BoundField().run_validation(given) == NOON
    assert DayField().run_validation(given) == NOON


def test_the_hours_of_an_answer_are_moments_in_every_zone() -> None:
    hour = datetime(1970, 1, 1, 12, tzinfo=ZoneInfo("Africa/Monrovia"))
    assert hour.isoformat() == "1970-01-01T12:00:00-00:44:30"

    assert DayField().run_validation(hour.isoformat()) == hour


def test_a_date_is_its_first_instant_or_a_day() -> None:
    assert moment_of("2026-11-20") == datetime(2026, 11, 20, tzinfo=UTC)
    assert DayField().run_validation("2026-11-20") == date(2026, 11, 20)


@pytest.mark.parametrize(
    "parameter", ["created_at_gte", "range", "timezone", "day", "status", "sort", "limit", "appId"]
)
@pytest.mark.usefixtures("database")
def test_a_message_does_not_quote_all_of_a_long_value(client: APIClient, parameter: str) -> None:
    response = client.get("/v1/conferences", {"appId": str(raw.app()), parameter: "1" * 3_000})

    assert (response.status_code, response.json()["parameter"]) == (400, parameter)
    assert len(response.content) < 1_500
