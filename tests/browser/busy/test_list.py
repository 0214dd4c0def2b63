"""The tab of all conferences: search, sort order, filters, pages, and links to it."""

from playwright.sync_api import Locator, expect

from tests.browser.dashboard import Dashboard
from tests.browser.scenes import CONFERENCES

RANGE = {"range": "30d", "timezone": "UTC"}


def names(dashboard: Dashboard) -> Locator:
    return dashboard.page.locator("tbody th a")


def expect_count(dashboard: Dashboard, count: int) -> None:
    said = f"{count} conference{'' if count == 1 else 's'}"
    expect(dashboard.page.get_by_role("status").first).to_have_text(said)


def search(dashboard: Dashboard, text: str) -> None:
    dashboard.page.get_by_role("textbox", name="Search conferences by id or name").fill(text)


def test_the_newest_are_first_and_each_has_a_status_in_words(dashboard: Dashboard) -> None:
    page = dashboard.open_list().page
    expect_count(dashboard, CONFERENCES)

    shown = [names(dashboard).nth(n).inner_text() for n in range(4)]

    assert shown == ["room-00", "Standup 1", "Standup 2", "room-03"]
    statuses = set(page.locator("tbody td.status").all_inner_texts())
    assert statuses == {"Successful", "With warnings", "With errors", "Ongoing"}
    expect(page.locator("tbody td.status svg")).to_have_count(25)


def test_the_tabs_keep_range_zone_and_filters(dashboard: Dashboard) -> None:
    page = dashboard.open("?range=7d&zone=Europe/Berlin&browser=Chrome").page

    page.get_by_role("link", name="Conferences", exact=True).click()

    shared = "?browser=Chrome&range=7d&zone=Europe/Berlin"
    expect_count(dashboard, dashboard.count(range="7d", timezone="Europe/Berlin", browser="Chrome"))
    assert sorted(dashboard.query.split("&")) == sorted(shared[1:].split("&"))
    expect(page.get_by_text("times in Europe/Berlin")).to_be_visible()
    page.get_by_role("link", name="Graphs").click()
    expect(dashboard.chart).to_be_visible()
    assert sorted(dashboard.query.split("&")) == sorted(shared[1:].split("&"))


def test_a_search_finds_by_name_and_by_id_while_one_types(dashboard: Dashboard) -> None:
    page = dashboard.open_list().page
    expect_count(dashboard, CONFERENCES)

    search(dashboard, "STANDUP 1")  # 1, 10, 11, 13, 14, 16, 17, 19
    expect_count(dashboard, 8)
    search(dashboard, "room-07")
    expect_count(dashboard, 1)
    expect(names(dashboard)).to_have_text(["Standup 7"])
    assert dashboard.query == "q=room-07"
    search(dashboard, "100%")
    expect(page.get_by_text("No conferences here")).to_be_visible()
    page.get_by_role("button", name="Clear search, filters and conditions").click()
    expect_count(dashboard, CONFERENCES)


def test_search_filters_range_and_sort_hold_together_in_a_link(dashboard: Dashboard) -> None:
    link = "?range=90d&browser=Chrome&where=duration_gte:60&q=standup&sort=-duration&size=50"
    dashboard.open_list(link)
    total = dashboard.count(
        range="90d", timezone="UTC", browser="Chrome", duration_gte=60, search="standup"
    )
    assert 0 < total < dashboard.count(range="90d", timezone="UTC", browser="Chrome")

    expect_count(dashboard, total)

    expect(names(dashboard)).to_have_count(total)
    page = dashboard.page
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.get_by_role("combobox", name="Conferences of a page")).to_have_value("50")
    expect(page.get_by_role("textbox", name="Search conferences")).to_have_value("standup")


def test_back_walks_through_pages_and_searches(dashboard: Dashboard) -> None:
    page = dashboard.open_list().page
    pages = page.get_by_role("navigation", name="Pages")
    pages.get_by_role("button", name="Next page").click()
    expect(pages.get_by_role("status")).to_contain_text("of 60")
    expect(pages.get_by_role("status")).to_contain_text("26")

    search(dashboard, "standup")
    expect_count(dashboard, 40)
    assert dashboard.query == "q=standup"  # the first page of another list

    page.go_back()
    expect_count(dashboard, CONFERENCES)
    expect(pages.get_by_role("status")).to_contain_text("26")
    page.go_back()
    expect(pages.get_by_role("status")).to_contain_text("1 \u2013 25 of 60")


def test_a_page_that_there_is_not_leads_to_the_last(dashboard: Dashboard) -> None:
    page = dashboard.open_list("?page=99").page

    expect(page.get_by_role("navigation", name="Pages").get_by_role("status")).to_have_text(
        "51 \u2013 60 of 60"
    )
    assert dashboard.query == "page=3"
