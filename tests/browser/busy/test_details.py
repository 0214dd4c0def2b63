"""From a bar to its conferences: all of them, as many as the bar shows."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.dashboard import ALL_TABLES, LIST, Dashboard
from tests.browser.scenes import CONFERENCES
from tests.browser.shapes import boxes

RANGE = {"range": "30d", "timezone": "UTC"}


def open_each(dashboard: Dashboard, name: str, conditions: list[dict[str, Any]]) -> list[int]:
    """Open each row of a card's table. Returns the API's totals for the conditions."""
    totals = []
    for number, asked in enumerate(conditions):
        total = dashboard.count(**RANGE, **asked)
        button = dashboard.card(name).row(number).get_by_role("button").first
        if total == 0:
            expect(button).to_have_count(0)
        else:
            button.click()
            dashboard.details.expect_total(total)
            dashboard.details.close()
        totals.append(total)
    return totals


def test_the_total_behind_a_bar_of_conferences_is_the_bars_number(dashboard: Dashboard) -> None:
    dashboard.open(f"?{ALL_TABLES}")
    answer = dashboard.answer(**RANGE)

    durations = [
        {"duration_gte": row["min_sec"]}
        | ({} if row["max_sec"] is None else {"duration_lt": row["max_sec"]})
        for row in answer["durations"]["data"]
    ]
    sizes = [{"participants": row["participants"]} for row in answer["participants"]["data"]]
    codes = [{"issue_code": row["code"]} for row in answer["issues"]["data"]]

    assert {
        "durations": open_each(dashboard, "durations", durations),
        "participants": open_each(dashboard, "participants", sizes),
        "issues": open_each(dashboard, "issues", codes),
    } == {
        "durations": [row["count"] for row in answer["durations"]["data"]],
        "participants": [row["conferences"] for row in answer["participants"]["data"]],
        "issues": [row["conferences"] for row in answer["issues"]["data"]],
    }


def test_a_day_and_each_status_of_it_open_as_many_as_they_show(dashboard: Dashboard) -> None:
    dashboard.open("?range=7d&table=conferences")
    card = dashboard.card("conferences")
    opened = 0
    for number, row in enumerate(card.rows()[1:-1]):
        for cell, shown in enumerate(row[1:], start=1):
            place = card.row(number).locator("th, td").nth(cell if cell < 5 else 0)
            if shown != "0":
                place.get_by_role("button").click()
                dashboard.details.expect_total(int(shown))
                dashboard.details.close()
                opened += 1
    assert opened > 14


def test_behind_what_counts_no_conferences_are_those_that_have_some_of_it(
    dashboard: Dashboard,
) -> None:
    dashboard.open(f"?{ALL_TABLES}")
    answer = dashboard.answer(**RANGE)
    sessions = answer["sessions"]
    conditions = {
        "media-errors": [{"gum_name": row["name"]} for row in answer["gum_errors"]["data"]],
        "connections": [
            {"connection_type": row["name"].lower()} for row in answer["connections"]["data"]
        ],
        "setup-times": [{"setup_time_lt": 250}, {"setup_time_gte": 250, "setup_time_lt": 500}],
        "browser": [{"browser": row["name"]} for row in sessions["browsers"][:2]],
        "os": [{"os": row["name"]} for row in sessions["os"][:1]],
        "map": [{"country": row["code"]} for row in sessions["countries"]]
        + [{"country": row["country_code"], "city": row["city"]} for row in sessions["cities"]],
    }
    for name, asked in conditions.items():
        totals = open_each(dashboard, name, asked)
        assert all(totals), name


def test_a_version_opens_the_conferences_with_a_session_of_it(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    card = dashboard.card("browser")
    card.bars.filter(has_text="Chrome").click()
    page.get_by_role("menuitem", name="Show versions").click()
    expect(card.bars).to_have_count(2)

    card.bars.filter(has_text="131").click()
    dashboard.details.expect_total(
        dashboard.count(**RANGE, browser="Chrome", browser_version="131")
    )
    dashboard.details.close()

    card.region.get_by_role("button", name="All browsers").click()
    expect(card.bars).to_have_count(4)


def test_a_browser_becomes_a_filter_by_its_bar(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.card("browser").bars.filter(has_text="Firefox").click()
    page.get_by_role("menuitem", name="Filter the dashboard by it").click()

    dashboard.expect_drawn(dashboard.count(**RANGE, browser="Firefox"))
    assert dashboard.query == "browser=Firefox"


def click_middle(page: Page, box: dict[str, float]) -> None:
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def in_sight(chart: Locator, colour: str) -> list[dict[str, float]]:
    chart.scroll_into_view_if_needed()
    return boxes(chart, colour)


def point_on(circle: Locator) -> list[float]:
    """A point on a circle's line, shortly after its start."""
    point: list[float] = circle.evaluate(
        """circle => {
            const { x, y } = circle.getPointAtLength(2)
            const { a, b, c, d, e, f } = circle.getScreenCTM()
            return [a * x + c * y + e, b * x + d * y + f]
        }"""
    )
    return point


def clicks() -> dict[str, Callable[[Dashboard], dict[str, Any]]]:
    """Where to click with a mouse, and the conditions of that place."""

    def segment(dashboard: Dashboard) -> dict[str, Any]:
        day = next(row for row in dashboard.ask(**RANGE) if row["warning"])
        click_middle(dashboard.page, in_sight(dashboard.chart, "--status-warning")[0])
        return {"day": day["date"], "status": "warning"}

    def bucket(dashboard: Dashboard) -> dict[str, Any]:
        bars = in_sight(dashboard.card("durations").chart, "--series")
        click_middle(dashboard.page, bars[1])
        return {"duration_gte": 60, "duration_lt": 180}

    def ring(dashboard: Dashboard) -> dict[str, Any]:
        part = dashboard.card("connections").region.locator(".ring .part")
        part.scroll_into_view_if_needed()
        dashboard.page.mouse.click(*point_on(part))
        return {"connection_type": "relayed"}

    def ranked(dashboard: Dashboard) -> dict[str, Any]:
        dashboard.card("issues").bars.first.click()
        return {"issue_code": "tcp_used"}

    def tile(dashboard: Dashboard) -> dict[str, Any]:
        dashboard.tile("With errors").click()
        return {"status": "error"}

    return {"segment": segment, "bucket": bucket, "ring": ring, "ranked": ranked, "tile": tile}


@pytest.mark.parametrize("where", clicks())
def test_a_click_opens_what_is_under_the_mouse(dashboard: Dashboard, where: str) -> None:
    dashboard.open().expect_drawn(CONFERENCES)

    conditions = clicks()[where](dashboard)

    dashboard.details.expect_total(dashboard.count(**RANGE, **conditions))


def test_the_pages_together_have_every_conference_once(dashboard: Dashboard) -> None:
    details = dashboard.details
    dashboard.open("?where=duration_gte:0&title=All")
    details.expect_total(CONFERENCES)

    seen = []
    pages = details.dialog.get_by_role("navigation", name="Pages")
    for first, last in ((1, 25), (26, 50), (51, 60)):
        expect(pages.get_by_role("status")).to_have_text(f"{first} \u2013 {last} of 60")
        expect(details.dialog.locator("[aria-busy=true]")).to_have_count(0)
        seen += details.names
        if last < CONFERENCES:
            pages.get_by_role("button", name="Next page").click()

    assert len(seen) == len(set(seen)) == CONFERENCES


def test_a_heading_sorts_by_its_column(dashboard: Dashboard) -> None:
    dashboard.open("?where=duration_gte:0&title=All")
    dashboard.details.expect_total(CONFERENCES)
    heads = dashboard.details.dialog.get_by_role("columnheader")
    durations = dashboard.details.dialog.locator("tbody tr td:nth-of-type(3)")

    heads.get_by_role("button", name="Participants").click()
    expect(heads.nth(4)).to_have_attribute("aria-sort", "descending")
    expect(dashboard.details.dialog.locator("tbody tr td:nth-of-type(4)")).to_have_text(
        ["4"] * 12 + ["3"] * 12 + ["2"]
    )
    heads.get_by_role("button", name="Duration").click()
    heads.get_by_role("button", name="Duration").click()
    expect(heads.nth(3)).to_have_attribute("aria-sort", "ascending")
    expect(durations.first).to_have_text("0 s")


def test_back_closes_the_dialog_and_a_link_opens_it(dashboard: Dashboard) -> None:
    page = dashboard.open("?range=7d").page
    card = dashboard.card("durations").show_table()
    card.row(0).get_by_role("button").click()
    total = dashboard.count(range="7d", timezone="UTC", duration_lt=60)
    dashboard.details.expect_total(total)
    link = page.url

    page.go_back()
    expect(dashboard.details.dialog).to_have_count(0)
    assert dashboard.query == "range=7d&table=durations"
    page.goto("about:blank")
    page.goto(link)

    dashboard.details.expect_total(total)
    dashboard.details.close()
    expect(dashboard.chart).to_be_visible()


def test_the_list_takes_over_what_the_dialog_shows(dashboard: Dashboard) -> None:
    page = dashboard.open("?where=status:error&where=browser:Chrome&title=Errors").page
    total = dashboard.count(**RANGE, status="error", browser="Chrome")
    dashboard.details.expect_total(total)

    dashboard.details.dialog.get_by_role("link", name="Open in list").click()

    expect(page.get_by_role("status").first).to_have_text(f"{total} conferences")
    expect(page.get_by_label("Active filters")).to_contain_text("Chrome")
    page.get_by_role("button", name="Remove Status With errors").click()
    total = dashboard.count(**RANGE, browser="Chrome")
    expect(page.get_by_role("status").first).to_have_text(f"{total} conferences")


def test_a_list_that_cannot_be_loaded_says_so_and_is_loaded_on_request(
    dashboard: Dashboard,
) -> None:
    page = dashboard.page
    page.route(LIST, lambda route: route.fulfill(status=503, json={"message": "Away."}))
    dashboard.open("?where=status:error&title=Errors")
    expect(dashboard.details.dialog.get_by_role("alert")).to_contain_text("Away.")

    page.unroute(LIST)
    dashboard.details.dialog.get_by_role("button", name="Try again").click()

    dashboard.details.expect_total(dashboard.count(**RANGE, status="error"))
