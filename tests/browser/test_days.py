"""Days and hours in the URL's zone, exact to the microsecond, also at the turn of a year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from tests import raw
from tests.browser.dashboard import DASHBOARD, Dashboard, as_table_row, settle

MICROSECOND = timedelta(microseconds=1)


def write(dashboard: Dashboard, *moments: datetime) -> None:
    for n, moment in enumerate(moments):
        raw.conference(dashboard.app_id, moment, conference_name=f"of {n}")
    settle()


def days(dashboard: Dashboard) -> list[tuple[str, str]]:
    """Day and total, newest first, from the table."""
    return [(row[0], row[-1]) for row in dashboard.card("conferences").rows()[1:-1]]


def test_the_last_24_hours_are_shown_by_the_hour(dashboard: Dashboard) -> None:
    now = datetime.now(UTC)
    for hours in (0, 5, 5, 23, 30):
        raw.conference(dashboard.app_id, now - timedelta(hours=hours))
    settle()

    dashboard.open("?range=24h").expect_total(4)
    table = dashboard.card("conferences").show_table().rows()

    assert table[0][0] == "Hour"
    assert len(table) == 1 + 25 + 1  # the current hour and the 24 before it
    assert [row[-1] for row in table[1:-1] if row[-1] != "0"] == ["1", "2", "1"]


def test_days_chosen_by_hand_are_inclusive_even_where_years_meet(dashboard: Dashboard) -> None:
    for moment in (
        datetime(2025, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2025, 12, 31, tzinfo=UTC),
        datetime(2026, 1, 1, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 1, 2, tzinfo=UTC),
    ):
        raw.conference(dashboard.app_id, moment)
    settle()

    dashboard.open("?from=2025-12-31&to=2026-01-01").expect_total(2)

    assert [(row[0], row[-1]) for row in dashboard.card("conferences").show_table().rows()[1:]] == [
        ("Thu, 1 Jan 2026", "1"),
        ("Wed, 31 Dec 2025", "1"),
        ("Total", "2"),
    ]


def test_a_zone_cuts_days_at_its_own_midnight_also_at_the_turn_of_the_year(
    dashboard: Dashboard,
) -> None:
    new_year = datetime(2026, 1, 1, tzinfo=ZoneInfo("Pacific/Auckland"))  # 11:00 UTC the day before
    write(dashboard, new_year - MICROSECOND, new_year, new_year + timedelta(hours=13) - MICROSECOND)
    chosen = "from=2025-12-31&to=2026-01-01&table=conferences"

    dashboard.open(f"?zone=Pacific/Auckland&{chosen}")
    expect(dashboard.card("conferences").region).to_contain_text("in Pacific/Auckland")
    assert days(dashboard) == [("Thu, 1 Jan 2026", "2"), ("Wed, 31 Dec 2025", "1")]
    dashboard.open(f"?{chosen}")
    assert days(dashboard) == [("Thu, 1 Jan 2026", "0"), ("Wed, 31 Dec 2025", "3")]


def test_the_conferences_behind_a_day_are_those_of_the_zones_day(dashboard: Dashboard) -> None:
    new_year = datetime(2026, 1, 1, tzinfo=ZoneInfo("Pacific/Auckland"))
    write(dashboard, new_year - MICROSECOND, new_year)
    dashboard.open("?zone=Pacific/Auckland&from=2025-12-31&to=2026-01-01&table=conferences")
    details = dashboard.details

    dashboard.card("conferences").row(0).get_by_role("button").first.click()
    details.expect_total(1)
    assert details.names == ["of 1"]
    expect(details.dialog).to_contain_text("Thu, 1 Jan 2026")
    expect(details.dialog).to_contain_text("1 Jan 2026, 00:00:00")
    details.close()
    dashboard.card("conferences").row(1).get_by_role("button").first.click()
    details.expect_total(1)
    assert details.names == ["of 0"]
    expect(details.dialog).to_contain_text("31 Dec 2025, 23:59:59")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_named_range_ends_with_the_zones_today(dashboard: Dashboard, zone: str) -> None:
    """The two zones are 25 hours apart: they never have the same date."""
    now = datetime.now(UTC)
    today = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=6)
    write(dashboard, now, today, today - MICROSECOND, first, first - MICROSECOND)
    dashboard.open(f"?range=7d&zone={zone}&table=conferences")

    by_day = {row["date"]: row for row in dashboard.ask(range="7d", timezone=zone)}
    nothing = dict.fromkeys(("success", "warning", "error", "ongoing", "total"), 0)
    expected = []
    for back in range(7):
        day = (today - timedelta(days=back)).date()
        counts = by_day.get(day.isoformat(), nothing)
        expected.append(as_table_row(f"{day:%a, %-d %b %Y}", counts))

    assert dashboard.card("conferences").rows()[1:-1] == expected
    assert sum(int(row[-1]) for row in expected) == 4


def test_a_day_on_which_clocks_go_back_has_25_hours_each_told_from_the_other(
    dashboard: Dashboard,
) -> None:
    summer = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of two 02:30 in Berlin
    write(dashboard, summer, summer + timedelta(hours=1), summer + timedelta(hours=1))
    dashboard.open("?zone=Europe/Berlin&from=2026-10-25&to=2026-10-25&table=conferences")

    hours = days(dashboard)

    assert len(hours) == 25
    assert [(hour.partition(", 25 Oct 2026, ")[2], n) for hour, n in hours if n != "0"] == [
        ("02:00 GMT+1 \u2013 03:00 GMT+1", "2"),
        ("02:00 GMT+2 \u2013 02:00 GMT+1", "1"),
    ]


def test_the_zone_is_chosen_by_name_and_becomes_part_of_the_link(dashboard: Dashboard) -> None:
    write(dashboard, datetime.now(UTC))
    page = dashboard.open("?range=7d").page
    dashboard.expect_drawn(1)

    page.get_by_role("button", name="Time zone").click()
    page.get_by_placeholder("Search time zones").fill("berl")
    page.get_by_role("option", name="Europe/Berlin").click()

    expect(page).to_have_url(f"{dashboard.path}?range=7d&zone=Europe/Berlin")
    expect(page.get_by_role("button", name="Time zone")).to_have_text("Europe/Berlin")
    expect(dashboard.card("conferences").region).to_contain_text("in Europe/Berlin")
    page.go_back()
    expect(page.get_by_role("button", name="Time zone")).to_have_text("UTC")


def test_a_zone_that_the_server_does_not_know_is_told_with_a_way_out(dashboard: Dashboard) -> None:
    write(dashboard, datetime.now(UTC))

    def refuse(route: Route) -> None:
        if "timezone=UTC" in route.request.url:
            route.continue_()
        else:
            problem = {
                "error_code": "invalid_parameters",
                "message": "No.",
                "parameter": "timezone",
            }
            route.fulfill(status=400, content_type="application/problem+json", json=problem)

    dashboard.page.route(DASHBOARD, refuse)
    page = dashboard.open("?zone=Europe/Kyiv").page
    expect(page.get_by_text("The server does not know the time zone Europe/")).to_be_visible()

    page.get_by_role("button", name="Show in UTC").click()

    dashboard.expect_drawn(1)
    assert dashboard.query == ""
