"""The page says what a list leaves out, and such a value can be chosen all the same."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests import raw
from tests.browser.dashboard import Dashboard, settle

SESSIONS = 400


@pytest.fixture(autouse=True)
def conferences(app_id: UUID) -> None:
    """One has 400 sessions, each with names of its own. One has a session with the first names."""
    now = datetime.now(UTC)
    with transaction.atomic():
        person, conference = raw.participant(app_id), raw.conference(app_id, now)
        other = raw.conference(app_id, now)
        for number in range(SESSIONS):
            platform = raw.platform(f"Browser {number:03}", f"OS {number:03}")
            place = {"city": f"City {number:03}", "latitude": number / 8, "longitude": 9.5}
            values = {
                "created_at": now,
                "app_version": f"v{number:03}",
                "platform": platform,
                "geo_ip": {"country_code": f"C{number:03}", **place},
            }
            session = raw.session(conference, person, **values)
            raw.issue(conference, session, code=f"code-{number:03}", created_at=now)
            if number == 0:
                raw.session(other, person, **values)
    settle()


def test_a_ranking_and_its_table_count_the_others(dashboard: Dashboard) -> None:
    dashboard.open()
    card = dashboard.card("browser")
    expect(card.bars).to_have_count(6)
    others = card.region.get_by_role("button", name="394 other browsers 394 98.3%")
    expect(others).to_be_visible()

    table = card.show_table().rows()
    assert table[1] == ["Browser 000", "2", "0.5%"]
    assert len(table) == 1 + 20 + 1
    assert table[-1] == ["380 other browsers", "380", "94.8%"]
    expect(card.row(20).get_by_role("button")).to_have_count(0)


def test_other_issues_have_no_number_of_conferences(dashboard: Dashboard) -> None:
    table = dashboard.open().card("issues").show_table().rows()

    assert table[1] == ["code-000", "code-000", "", "1", "1"]
    shown = len(table) - 2
    left = str(SESSIONS - shown)
    assert table[-1] == [f"{left} other kinds", "", "", left, "\u2013"]


def test_the_map_says_which_places_are_not_shown(dashboard: Dashboard) -> None:
    card = dashboard.open().card("map")

    missing = "285 sessions (71.1%) of 285 other countries are not on the map"
    expect(card.region).to_contain_text(missing)
    expect(card.region).to_contain_text("circles: the 300 busiest of 400 cities")
    rows = card.show_table().rows()
    others = [row for row in rows if "other" in row[0]]
    assert others == [
        ["285 other countries", "", "", "285", "71.1%"],
        ["100 other cities", "", "", "100", "24.9%"],
    ]


def test_a_value_that_the_list_leaves_out_is_chosen_by_typing_it(dashboard: Dashboard) -> None:
    dashboard.open().expect_total(2)
    page = dashboard.page
    dashboard.filter_button("App version").click()
    expect(page.get_by_text("And 100 other app versions. Type one to choose it.")).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(300)

    page.keyboard.type("v399")
    expect(page.get_by_role("option")).to_have_text("v399 typed", use_inner_text=True)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    dashboard.expect_total(1)
    assert dashboard.query == "app_version=v399"
    expect(page.get_by_label("Active filters").get_by_role("listitem").first).to_have_text(
        "App version v399"
    )


def test_a_value_of_the_list_is_offered_once(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.filter_button("App version").click()
    expect(page.get_by_role("option")).to_have_count(300)

    page.keyboard.type("v000")

    expect(page.get_by_role("option")).to_have_text("v000 2", use_inner_text=True)
