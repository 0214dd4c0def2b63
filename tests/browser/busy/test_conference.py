"""The page of one conference: who took part, from where, how connected, with which problems."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard import Dashboard

ROOM = "Standup 19"  # with an error, and four participants


@pytest.fixture
def room(dashboard: Dashboard) -> dict[str, Any]:
    """The conference as in the API's list."""
    found = dashboard.page.request.get(
        "/v1/conferences", params={"appId": str(dashboard.app_id), "search": ROOM}
    )
    (row,) = found.json()["data"]
    return dict(row)


def rows(page: Page, title: str) -> list[list[str]]:
    table = page.get_by_role("table", name=title)
    return [row.locator("th, td").all_inner_texts() for row in table.get_by_role("row").all()[1:]]


def words_of(session: dict[str, Any]) -> list[str]:
    """Platform, place and app version, as the page shows them."""
    platform, place = session["platform"], session["geo_ip"] or {}
    platform_words = "Unknown platform"
    if platform:
        parts = [platform["browser"]["name"], platform["browser"]["major"], "on"]
        parts += [platform["os"]["name"], platform["os"]["version"]]
        platform_words = " ".join(part for part in parts if part)
    country = {"DE": "Germany", "US": "United States", "BR": "Brazil"}.get(
        place.get("country_code", "")
    )
    place_words = ", ".join(part for part in (place.get("city"), country) if part)
    return [platform_words, place_words or "Unknown place", session["app_version"] or "Unknown"]


def setup_of(connection: dict[str, Any]) -> str:
    first = connection["connection_info"]["negotiations"][0]
    took = datetime.fromisoformat(first["end_time"]) - datetime.fromisoformat(first["start_time"])
    milliseconds = round(took.total_seconds() * 1000)
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def test_it_shows_what_the_api_lists_of_it(dashboard: Dashboard, room: dict[str, Any]) -> None:
    page = dashboard.page
    page.goto(f"{dashboard.path}/conferences/{room['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(ROOM)
    expect(page.get_by_role("region", name="Timeline")).to_be_visible()

    def listed(kind: str) -> list[dict[str, Any]]:
        answer = page.request.get(f"/v1/{kind}", params={"conferenceId": room["id"]})
        return list(answer.json()["data"])

    sessions, connections, issues = (listed(k) for k in ("sessions", "connections", "issues"))
    assert (len(sessions), len(connections), len(issues)) == (4, 4, 3)
    of_session = sorted(row[1:4] for row in rows(page, "Sessions"))
    assert of_session == sorted(words_of(session) for session in sessions)
    assert [row[2] for row in rows(page, "Connections")] == ["Direct (host)"] * 4
    took = sorted(row[3] for row in rows(page, "Connections"))
    assert took == sorted(setup_of(one) for one in connections)
    for issue in issues:
        expect(page.get_by_text(issue["title"]).first).to_be_visible()
        if issue["explanation"]:
            expect(page.get_by_text(issue["explanation"]).first).to_be_visible()
    bars = page.get_by_role("region", name="Timeline").get_by_role("button")
    expect(bars.filter(has=page.locator(".phase"))).to_have_count(4)


def test_what_is_on_the_timeline_tells_more_on_a_click(
    dashboard: Dashboard, room: dict[str, Any]
) -> None:
    page = dashboard.page
    page.goto(f"{dashboard.path}/conferences/{room['id']}")
    timeline = page.get_by_role("region", name="Timeline")

    timeline.locator("button.session").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("App version")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    mark = timeline.locator("button.mark").first
    mark.click()
    title = (mark.get_attribute("aria-label") or "").rpartition(": ")[2]
    expect(page.get_by_role("dialog")).to_contain_text(title)


def test_times_are_those_of_the_views_zone(dashboard: Dashboard, room: dict[str, Any]) -> None:
    page = dashboard.page
    page.goto(f"{dashboard.path}/conferences/{room['id']}?zone=Europe/Berlin")

    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Europe/Berlin")


def test_back_leads_to_the_same_place_of_the_list_at_once(dashboard: Dashboard) -> None:
    page = dashboard.page
    page.set_viewport_size({"width": 1280, "height": 500})
    dashboard.open_list("?size=50")
    link = page.locator("tbody th a").nth(40)
    link.scroll_into_view_if_needed()
    name, scrolled = link.inner_text(), page.evaluate("scrollY")
    assert scrolled > 400
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/v1/**", lambda route: None)  # from now on no request is answered
    page.get_by_role("button", name="Back").click()

    expect(link).to_have_text(name)
    expect(link).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - scrolled) < 2


def test_back_from_a_conference_leads_to_the_dialog(dashboard: Dashboard) -> None:
    page = dashboard.open("?where=status:error&title=Errors").page
    dashboard.details.dialog.locator("tbody").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Timeline")).to_be_visible()

    page.go_back()

    dashboard.details.expect_total(dashboard.count(range="30d", timezone="UTC", status="error"))


def test_a_conference_that_is_not_there_says_so(dashboard: Dashboard) -> None:
    page = dashboard.page
    page.goto(f"{dashboard.path}/conferences/{uuid4()}")
    expect(page.get_by_text("This conference is not there")).to_be_visible()

    page.get_by_role("link", name="To the conferences").click()

    expect(page.get_by_role("heading", name="Conferences")).to_be_visible()


def test_a_part_that_cannot_be_loaded_says_so_and_is_loaded_on_request(
    dashboard: Dashboard, room: dict[str, Any]
) -> None:
    page = dashboard.page
    refuse = "**/v1/connections?*"
    page.route(refuse, lambda route: route.fulfill(status=503, json={"message": "Away."}))
    page.goto(f"{dashboard.path}/conferences/{room['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(ROOM)
    expect(page.get_by_role("alert")).to_contain_text("Away.")

    page.unroute(refuse)
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("region", name="Timeline")).to_be_visible()
