"""GET /v1/dashboard: every summary in one answer. The cache holds it as one entry."""

from uuid import UUID

import pytest
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

PARTS = {
    "key_figures": "key-figures",
    "conferences": "conferences/summary",
    "durations": "conferences/duration-summary",
    "participants": "conferences/participant-count-summary",
    "issues": "issues/summary",
    "gum_errors": "issues/gum-summary",
    "connections": "connections/summary",
    "setup_times": "connections/setup-time-summary",
    "sessions": "sessions/summary",
}


@pytest.fixture
def app_id() -> UUID:
    """An app with sessions from more cities than an answer may hold."""
    app_id = raw.app()
    person = raw.participant(app_id)
    conference = raw.conference(app_id)
    for number in range(320):
        place = {"city": f"San Cristóbal {number:06}", "latitude": number / 8, "longitude": 9.5}
        raw.session(
            conference,
            person,
            geo_ip={"country_code": "MX", **place},
            platform={
                "browser": {"name": f"Browser {number % 9}", "major": str(number % 40)},
                "os": {"name": f"System {number % 7}", "version": f"10.{number % 30}"},
            },
        )
    drain()
    return app_id


def test_each_part_is_the_answer_of_its_own_address(client: APIClient, app_id: UUID) -> None:
    params = {"appId": str(app_id), "created_at_gte": "2026-11-01", "browser": "Browser 1"}

    dashboard = client.get("/v1/dashboard", params)

    assert dashboard["X-Cache"] == "miss"
    assert dashboard.json() == {
        part: client.get(f"/v1/{address}", params).json() for part, address in PARTS.items()
    }


def test_300_cities_are_listed_and_the_others_counted(client: APIClient, app_id: UUID) -> None:
    dashboard = client.get("/v1/dashboard", {"appId": str(app_id)})

    sessions = dashboard.json()["sessions"]
    assert (len(sessions["cities"]), sessions["cities_total"]) == (300, 320)
    assert sessions["others"]["cities"] == {"values": 20, "count": 20}


def test_a_list_alone_has_its_others_beside_it(client: APIClient) -> None:
    app_id = raw.app()
    person, conference = raw.participant(app_id), raw.conference(app_id)
    for number in range(21):
        raw.session(conference, person, platform=raw.platform(f"Browser {number:03}"))
    raw.session(conference, person, platform=raw.platform("Browser 020"))
    drain()

    answer = client.get("/v1/sessions/summary", {"appId": str(app_id), "group_by": "browser"})

    names = [entry["name"] for entry in answer.json()["data"]]
    assert names == ["Browser 020", *(f"Browser {number:03}" for number in range(19))]
    assert answer.json()["others"] == {"values": 1, "count": 1}
