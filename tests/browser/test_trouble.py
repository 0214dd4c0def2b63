"""A server that is slow, away, or says no."""

from datetime import UTC, datetime
from uuid import uuid4

from playwright.sync_api import Request, Route, expect

from tests import raw
from tests.browser.dashboard import Dashboard, settle

SUMMARY = "**/v1/conferences/summary?*"


def conference_today(dashboard: Dashboard) -> None:
    raw.conference(dashboard.app_id, datetime.now(UTC))
    settle()


def test_a_server_that_is_away_is_told_and_asked_again_on_request(dashboard: Dashboard) -> None:
    conference_today(dashboard)
    page = dashboard.page
    page.route(SUMMARY, lambda route: route.abort("connectionrefused"))
    dashboard.open()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The server cannot be reached.")

    page.unroute(SUMMARY)
    alert.get_by_role("button", name="Try again").click()

    dashboard.expect_total(1)
    expect(alert).to_have_count(0)


def test_what_was_loaded_stays_while_the_server_is_away_and_catches_up_after(
    dashboard: Dashboard,
) -> None:
    conference_today(dashboard)
    dashboard.open().expect_total(1)
    page = dashboard.page

    page.route(SUMMARY, lambda route: route.fulfill(status=503, json={"message": "Away."}))
    expect(page.get_by_text("Cannot refresh, trying again · data as of")).to_be_visible()
    dashboard.expect_total(1)
    conference_today(dashboard)
    page.unroute(SUMMARY)

    dashboard.expect_total(2)
    expect(page.get_by_text("Cannot refresh")).to_have_count(0)


def test_a_refusal_is_told_in_the_servers_words_and_not_repeated(dashboard: Dashboard) -> None:
    page = dashboard.page
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    page.goto(f"/apps/{uuid4()}")

    expect(page.get_by_role("alert")).to_contain_text("The requested app does not exist")
    page.wait_for_timeout(6_000)  # longer than the page's interval
    assert len([request for request in asked if "/summary" in request.url]) == 1


def test_a_slow_answer_shows_that_it_is_loading_and_then_keeps_the_last_view(
    dashboard: Dashboard,
) -> None:
    conference_today(dashboard)
    page = dashboard.page
    waiting: list[Route] = []
    page.route(SUMMARY, lambda route: waiting.append(route))

    dashboard.open()
    card = page.get_by_role("region", name="Conferences", exact=True)
    expect(card.get_by_role("status", name="Loading")).to_be_visible()
    expect(card).to_have_attribute("aria-busy", "true")
    waiting.pop().continue_()
    dashboard.expect_total(1)
    expect(card).to_have_attribute("aria-busy", "false")

    page.get_by_role("radio", name="Last 90 days").click()
    expect(card).to_have_attribute("aria-busy", "true")
    dashboard.expect_total(1)  # the last view's, dimmed
    for route in waiting:
        route.continue_()
    expect(card).to_have_attribute("aria-busy", "false")


def test_one_apps_numbers_are_never_shown_under_another(dashboard: Dashboard) -> None:
    conference_today(dashboard)
    other = raw.app(name="staging")
    page = dashboard.open().page
    dashboard.expect_total(1)
    page.route(SUMMARY, lambda route: None)  # never answered

    page.get_by_role("button", name="App", exact=True).click()
    page.get_by_role("option", name="staging").click()

    expect(page).to_have_url(f"/apps/{other}")
    expect(dashboard.totals).to_have_count(0)
    expect(page.get_by_role("status", name="Loading")).to_be_visible()
