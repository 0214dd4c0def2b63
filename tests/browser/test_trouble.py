"""The server is slow, away, or refuses."""

from datetime import UTC, datetime
from uuid import uuid4

from playwright.sync_api import Request, Route, expect

from tests import raw
from tests.browser.dashboard import CARDS, DASHBOARD, Dashboard, settle, until


def conference_today(dashboard: Dashboard) -> None:
    raw.conference(dashboard.app_id, datetime.now(UTC))
    settle()


def test_a_server_that_is_away_is_told_and_asked_again_on_request(dashboard: Dashboard) -> None:
    conference_today(dashboard)
    page = dashboard.page
    page.route(DASHBOARD, lambda route: route.abort("connectionrefused"))
    dashboard.open()
    for name in CARDS:
        region = dashboard.card(name).region
        expect(region).to_contain_text("This could not be loaded")
        expect(region).to_contain_text("The server cannot be reached.")

    page.unroute(DASHBOARD)
    dashboard.card("issues").region.get_by_role("button", name="Try again").click()

    dashboard.expect_drawn(1)
    expect(page.get_by_text("could not be loaded")).to_have_count(0)


def test_what_was_loaded_stays_while_the_server_is_away_and_catches_up_after(
    dashboard: Dashboard,
) -> None:
    conference_today(dashboard)
    dashboard.open().expect_drawn(1)
    page = dashboard.page

    page.route(DASHBOARD, lambda route: route.fulfill(status=503, json={"message": "Away."}))
    expect(page.get_by_text("Cannot refresh, trying again · data as of")).to_be_visible()
    dashboard.expect_drawn(1)
    conference_today(dashboard)
    page.unroute(DASHBOARD)

    dashboard.expect_drawn(2)
    expect(page.get_by_text("Cannot refresh")).to_have_count(0)


def test_a_server_that_asks_for_patience_is_told_at_once_and_asked_again_by_itself(
    dashboard: Dashboard,
) -> None:
    conference_today(dashboard)
    page = dashboard.page
    asked: list[Route] = []
    page.route(DASHBOARD, lambda route: asked.append(route))

    def refuse_question(number: int) -> None:
        until(page, lambda: len(asked) >= number)
        body = {"message": "The database does not answer."}
        asked[number - 1].fulfill(status=503, json=body, headers={"Retry-After": "3"})

    dashboard.open()
    card = dashboard.card("conferences").region
    refuse_question(1)
    # The second answer has not come yet.
    expect(card).to_contain_text("The database does not answer.")

    page.evaluate(
        """(card) => new MutationObserver(() => (window.flickered ||= card.ariaBusy === 'true'))
            .observe(card, { attributes: true })""",
        card.element_handle(),
    )
    refuse_question(2)
    until(page, lambda: len(asked) >= 3)
    expect(card).to_contain_text("The database does not answer.")
    assert not page.evaluate("window.flickered"), "it stands while the server is asked again"
    asked[2].continue_()

    dashboard.expect_drawn(1)


def test_a_page_that_found_no_server_is_there_by_itself_when_the_server_is(
    dashboard: Dashboard,
) -> None:
    conference_today(dashboard)
    page = dashboard.page
    page.route("**/v1/session", lambda route: route.abort("connectionrefused"))
    dashboard.open()
    expect(page.get_by_text("The page could not be loaded")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()

    page.unroute("**/v1/session")

    dashboard.expect_drawn(1)


def test_stored_numbers_are_told_from_those_of_now(dashboard: Dashboard) -> None:
    conference_today(dashboard)

    def stored(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "x-cache": "stale", "x-as-of": "2026-11-20T14:03:00+00:00"}
        route.fulfill(response=answer, headers=headers)

    dashboard.page.route(DASHBOARD, stored)
    dashboard.open().expect_drawn(1)

    expect(dashboard.page.get_by_text("Showing numbers as of 14:03")).to_be_visible()
    expect(dashboard.page.get_by_text("the database does not answer")).to_be_visible()


def test_a_refusal_is_told_in_the_servers_words_and_not_repeated(dashboard: Dashboard) -> None:
    page = dashboard.page
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    page.goto(f"/apps/{uuid4()}")

    expect(page.get_by_role("alert").first).to_contain_text("The requested app does not exist")
    page.wait_for_timeout(6_000)  # longer than the page's refetch interval
    assert len([request for request in asked if "/v1/dashboard?" in request.url]) == 1


def test_a_slow_answer_shows_that_it_is_loading_and_then_keeps_the_last_view(
    dashboard: Dashboard,
) -> None:
    conference_today(dashboard)
    page = dashboard.page
    waiting: list[Route] = []
    page.route(DASHBOARD, lambda route: waiting.append(route))

    dashboard.open()
    for name in CARDS:
        region = dashboard.card(name).region
        expect(region.get_by_role("status", name="Loading")).to_be_visible()
        expect(region).to_have_attribute("aria-busy", "true")
    waiting.pop().continue_()
    dashboard.expect_drawn(1)
    for name in CARDS:
        expect(dashboard.card(name).region).to_have_attribute("aria-busy", "false")

    page.get_by_role("radio", name="Last 90 days").click()
    for name in CARDS:
        expect(dashboard.card(name).region).to_have_attribute("aria-busy", "true")
    dashboard.expect_drawn(1)  # the previous view's drawing, dimmed
    for route in waiting:
        route.continue_()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_one_apps_numbers_are_never_shown_under_another(dashboard: Dashboard) -> None:
    conference_today(dashboard)
    other = raw.app(name="staging")
    page = dashboard.open().page
    dashboard.expect_drawn(1)
    page.route(DASHBOARD, lambda route: None)  # never answered

    page.get_by_role("button", name="App:").click()
    page.get_by_role("option", name="staging").click()

    expect(page).to_have_url(f"/apps/{other}")
    expect(dashboard.chart).to_have_count(0)
    expect(dashboard.totals).to_have_count(0)
    for name in CARDS:
        loading = dashboard.card(name).region.get_by_role("status", name="Loading")
        expect(loading).to_be_visible()
