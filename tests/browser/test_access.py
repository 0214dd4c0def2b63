"""Ways in for everybody: the keyboard alone, light and dark, phones, and a quiet console."""

from datetime import UTC, datetime
from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect

from tests import raw
from tests.browser.dashboard import Dashboard, settle

LIGHT, DARK = "rgb(244, 246, 249)", "rgb(13, 18, 27)"


@pytest.fixture
def filled(dashboard: Dashboard) -> Dashboard:
    conference = raw.conference(dashboard.app_id, datetime.now(UTC))
    person = raw.participant(dashboard.app_id)
    raw.session(conference, person, platform=raw.platform("Chrome", "Linux"))
    settle()
    return dashboard


def tab_to(page: Page, name: str) -> None:
    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.ariaLabel || document.activeElement.innerText"
        )
        if focused.strip() == name:
            return
    pytest.fail(f"The keyboard does not reach {name!r}.")


def test_the_keyboard_alone_reaches_filters_and_the_table(filled: Dashboard) -> None:
    page = filled.open().page
    filled.expect_total(1)

    tab_to(page, "Browser")
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder("Search browser")).to_be_focused()
    expect(page.get_by_role("option", name="Chrome")).to_have_attribute("data-highlighted", "")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Active filters")).to_contain_text("Chrome")

    tab_to(page, "Table")
    page.keyboard.press("Enter")
    tab_to(page, "Conferences per day, by status")
    expect(page.get_by_role("table", name="Conferences per day, by status")).to_be_visible()


def test_enter_chooses_the_first_value_also_where_the_values_come_late(filled: Dashboard) -> None:
    page, held = filled.page, list[Route]()
    page.route("**/v1/filters?**", lambda route: held.append(route))
    filled.open().expect_total(1)
    page.get_by_role("button", name="Browser").click()
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
    filled.table()
    page.wait_for_timeout(6_000)  # a refetch included

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


@pytest.mark.parametrize("width", [360, 768, 1024, 1920])
def test_nothing_sticks_out_at_the_side(filled: Dashboard, width: int) -> None:
    page = filled.page
    page.set_viewport_size({"width": width, "height": 800})
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    filled.open(f"?from=2025-12-15&to={day}&browser=Chrome&os=Linux").expect_drawn(1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    filled.table()
    assert page.evaluate("document.documentElement.scrollWidth") == width
