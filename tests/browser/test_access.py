"""A quiet console, light and dark colours, and filters that load late."""

from datetime import UTC, datetime
from functools import partial

import pytest
from playwright.sync_api import Route, expect

from tests import raw
from tests.browser.dashboard import Dashboard, settle

LIGHT, DARK = "rgb(244, 246, 249)", "rgb(13, 18, 27)"


@pytest.fixture
def filled(dashboard: Dashboard) -> Dashboard:
    now = datetime.now(UTC)
    conference = raw.conference(dashboard.app_id, now)
    person = raw.participant(dashboard.app_id)
    raw.session(conference, person, created_at=now, platform=raw.platform("Chrome", "Linux"))
    settle()
    return dashboard


def test_enter_chooses_the_first_value_also_where_the_values_come_late(filled: Dashboard) -> None:
    page, held = filled.page, list[Route]()
    page.route("**/v1/filters?**", lambda route: held.append(route))
    filled.open().expect_drawn(1)
    filled.filter_button("Browser").click()
    expect(page.get_by_text("Loading …")).to_be_visible()

    for route in held:
        route.continue_()
    expect(page.get_by_role("option", name="Chrome")).to_have_attribute("data-highlighted", "")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Active filters")).to_contain_text("Chrome")


def test_a_visit_leaves_nothing_in_the_console(filled: Dashboard) -> None:
    page = filled.page
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))

    filled.open().expect_drawn(1)
    page.get_by_role("radio", name="Last 24 hours").click()
    filled.choose("Browser", "Chrome")
    filled.expect_drawn(1)
    filled.card("conferences").show_table()
    filled.card("browser").bars.first.click()
    page.get_by_role("menuitem", name="Show conferences").click()
    filled.details.expect_total(1)
    filled.details.dialog.locator("tbody").get_by_role("link").click()
    expect(page.get_by_role("region", name="Timeline")).to_be_visible()
    page.get_by_role("link", name="Conferences", exact=True).click()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("button", name="User menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.wait_for_timeout(6_000)  # long enough for a refetch

    assert said == []


def test_the_theme_follows_the_system_until_one_is_chosen(filled: Dashboard) -> None:
    page = filled.page

    background = partial(expect(page.locator("body")).to_have_css, "background-color")

    page.emulate_media(color_scheme="light")
    filled.open().expect_drawn(1)
    background(LIGHT)
    page.emulate_media(color_scheme="dark")
    background(DARK)

    page.get_by_role("button", name="User menu").click()
    page.get_by_role("menuitemradio", name="Light").click()
    background(LIGHT)
    page.reload()
    filled.expect_drawn(1)
    background(LIGHT)
