"""Range and filters: their effects, and that the URL holds them all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests import raw
from tests.browser.dashboard import CARDS, Dashboard, settle


@pytest.fixture
def conferences(app_id: UUID) -> None:
    """Three with Chrome, one of these in Germany; two with Firefox. All but one are of today."""
    now = datetime.now(UTC)
    person = raw.participant(app_id)
    for browser, country, days in [
        ("Chrome", "DE", 0),
        ("Chrome", "US", 0),
        ("Chrome", "US", 20),
        ("Firefox", "US", 0),
        ("Firefox", "US", 0),
    ]:
        conference = raw.conference(app_id, now - timedelta(days=days))
        raw.session(
            conference,
            person,
            platform=raw.platform(browser, "Linux"),
            geo_ip={"country_code": country},
        )
    settle()


@pytest.mark.usefixtures("conferences")
def test_a_filter_offers_values_with_their_conferences_and_acts_at_once(
    dashboard: Dashboard,
) -> None:
    dashboard.open().expect_total(5)
    page = dashboard.page

    dashboard.filter_button("Browser").click()
    offered = page.get_by_role("option")
    expect(offered).to_have_text(["Chrome 3", "Firefox 2"], use_inner_text=True)
    page.get_by_role("option", name="Chrome").click()
    page.keyboard.press("Escape")

    dashboard.expect_total(3)
    assert dashboard.query == "browser=Chrome"


@pytest.mark.usefixtures("conferences")
def test_filters_are_visible_and_each_can_be_removed(dashboard: Dashboard) -> None:
    dashboard.open().choose("Browser", "Chrome", "Firefox")
    dashboard.choose("Country", "Germany")
    dashboard.expect_total(1)
    active = dashboard.page.get_by_label("Active filters").get_by_role("listitem")
    expect(active).to_have_text(
        ["Browser Chrome", "Browser Firefox", "Country Germany", "Clear all"]
    )

    dashboard.page.get_by_role("button", name="Remove Country Germany").click()
    dashboard.expect_total(5)
    assert dashboard.query == "browser=Chrome&browser=Firefox"

    dashboard.page.get_by_role("button", name="Clear all").click()
    expect(active).to_have_count(0)
    assert dashboard.query == ""


@pytest.mark.usefixtures("conferences")
def test_a_link_reproduces_the_view(dashboard: Dashboard) -> None:
    link = "?range=7d&browser=Chrome&country=DE&country=US&table=conferences"
    dashboard.open(link).expect_total(2)

    page = dashboard.page
    expect(page.get_by_role("radio", name="Last 7 days")).to_be_checked()
    expect(dashboard.filter_button("Country")).to_have_text("Country 2")
    expect(dashboard.card("conferences").table).to_be_visible()
    assert dashboard.query == link[1:]


@pytest.mark.usefixtures("conferences")
def test_back_and_forward_walk_through_the_views(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.expect_total(5)
    page.get_by_role("radio", name="Last 7 days").click()
    dashboard.expect_total(4)
    dashboard.choose("Browser", "Firefox")
    dashboard.expect_total(2)

    page.go_back()
    dashboard.expect_total(4)
    assert dashboard.query == "range=7d"
    page.go_back()
    dashboard.expect_total(5)
    page.go_forward()
    dashboard.expect_total(4)


@pytest.mark.usefixtures("conferences")
def test_a_range_can_be_chosen_in_the_calendar(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.expect_total(5)
    today = datetime.now(UTC)

    page.get_by_role("button", name="Custom range").click()
    day = page.get_by_role("button", name=f"{today:%A}, {today.day} {today:%B %Y}")
    day.click()
    day.click()

    dashboard.expect_total(4)
    assert dashboard.query == f"from={today:%Y-%m-%d}&to={today:%Y-%m-%d}"


@pytest.mark.usefixtures("conferences")
def test_the_app_is_chosen_by_name_and_keeps_the_view(dashboard: Dashboard) -> None:
    other = raw.app(name="staging")
    raw.conference(other, datetime.now(UTC))
    settle()
    page = dashboard.open("?range=7d").page
    dashboard.expect_total(4)

    page.get_by_role("button", name="App:").click()
    page.get_by_role("option", name="staging").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("staging")
    dashboard.expect_total(1)
    assert page.url.endswith(f"/apps/{other}?range=7d")


def test_nothing_in_the_view_is_said_and_the_way_out_offered(
    dashboard: Dashboard, conferences: None
) -> None:
    dashboard.open("?os=Plan+9")
    dashboard.expect_total(0)
    for name in CARDS:
        region = dashboard.card(name).region
        expect(region).to_contain_text("None in this range passes the filters.")

    dashboard.card("map").region.get_by_role("button", name="Clear filters").click()
    dashboard.expect_total(5)


def test_an_app_without_conferences_says_so(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    for name, things in {
        "conferences": "conferences",
        "issues": "issues",
        "media-errors": "errors getting access to media",
        "connections": "connections",
        "map": "sessions",
    }.items():
        expect(dashboard.card(name).region).to_contain_text(f"No {things} in this view")
    expect(page.get_by_role("button", name="Clear filters")).to_have_count(0)
