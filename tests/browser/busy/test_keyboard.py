"""Everything with the keyboard alone: from the range to a conference and back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard import Dashboard
from tests.browser.scenes import CONFERENCES


def focused(page: Page) -> str:
    """The focused element's own accessible name."""
    name: str = page.evaluate(
        "(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"
    )
    return name


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    for _ in range(60):
        page.keyboard.press(key)
        if focused(page) == name:
            return
    pytest.fail(f"The keyboard does not reach {name!r}.")


def test_a_walk_from_the_range_to_a_conference_and_back(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.expect_drawn(CONFERENCES)

    tab_to(page, "Last 30 days")
    page.keyboard.press("ArrowRight", delay=50)  # like a finger
    expect(page.get_by_role("radio", name="Last 90 days")).to_be_checked()

    tab_to(page, "Browser")
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder("Search browser")).to_be_focused()
    page.keyboard.type("chro")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Active filters")).to_contain_text("Chrome")
    assert focused(page).startswith("Browser")

    total = dashboard.count(range="90d", timezone="UTC", browser="Chrome")
    dashboard.expect_drawn(total)
    tab_to(page, "Table of Conference duration")
    page.keyboard.press("Enter")
    first = dashboard.card("durations").rows()[1]
    tab_to(page, first[0])
    page.keyboard.press("Enter")
    dashboard.details.expect_total(int(first[1]))

    name = dashboard.details.names[0]
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    tab_to(page, "Back")
    page.keyboard.press("Enter")
    dashboard.details.expect_total(int(first[1]))
    page.keyboard.press("Escape")
    expect(dashboard.details.dialog).to_have_count(0)
    expect(dashboard.card("durations").table).to_be_visible()


def test_the_focus_stays_in_the_dialog_and_returns_to_what_opened_it(dashboard: Dashboard) -> None:
    page = dashboard.open("?table=durations").page
    opener = dashboard.card("durations").row(0).get_by_role("button")
    opener.focus()
    page.keyboard.press("Enter")
    expect(dashboard.details.dialog).to_be_visible()
    dashboard.details.dialog.get_by_role("link").first.wait_for()

    for key in ["Tab"] * 40 + ["Shift+Tab"] * 5:
        page.keyboard.press(key)
        assert page.evaluate("!!document.activeElement.closest('[role=dialog]')"), focused(page)

    dashboard.details.close()
    expect(opener).to_be_focused()


def test_back_from_a_conference_the_focus_is_on_the_row_that_led_there(
    dashboard: Dashboard,
) -> None:
    page = dashboard.page
    for where in ("?where=duration_gte:0&title=All", "/conferences"):
        page.goto(f"{dashboard.path}{where}")
        link = page.locator("tbody th a").nth(3)
        link.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="Timeline")).to_be_visible()

        page.go_back()

        expect(link).to_be_focused()


def test_every_card_is_reached_and_its_bars_are_buttons(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.expect_drawn(CONFERENCES)
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()
    bar = dashboard.card("issues").bars.first
    bar.focus()
    page.keyboard.press("Enter")
    expect(dashboard.details.dialog).to_be_visible()
    dashboard.details.close()

    dashboard.card("browser").bars.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dashboard.details.dialog).to_be_visible()
    dashboard.details.close()

    world = dashboard.card("map").region.get_by_role("group", name="World map")
    world.focus()
    page.keyboard.press("+")
    expect(dashboard.card("map").region.get_by_role("button", name="Zoom out")).to_be_enabled()
    page.keyboard.press("0")
    expect(dashboard.card("map").region.get_by_role("button", name="Zoom out")).to_be_disabled()
