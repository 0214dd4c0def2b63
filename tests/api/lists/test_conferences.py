"""GET /v1/conferences and /v1/conferences/<id>: whole answers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import Settings
from rest_framework.test import APIClient

from tests import raw
from tests.api.lists.scene import Scene, get, names

MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def scene(app_id: UUID) -> Scene:
    return Scene(app_id)


def test_a_row_is_peermetrics_conference_with_the_counted_values(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    conference = scene.conference(
        "Weekly", conference_id="room-7", conference_info={"a": [1.0]}, start_time=raw.NOON
    )
    scene.member(conference)
    scene.member(conference, is_sfu=True)
    session = scene.session(conference)
    raw.issue(conference, session, type="w")
    raw.issue(conference, session, type="e", is_active=False)
    Scene(raw.app()).conference("of another app")

    assert get(client, "/v1/conferences", appId=str(app_id), limit=50) == {
        "count": 1,
        "results": [
            {
                "id": str(conference),
                "conference_id": "room-7",
                "conference_name": "Weekly",
                "conference_info": {"a": [1.0]},
                "start_time": "2026-11-20T12:00:00Z",
                "call_start": None,
                "end_time": None,
                "ongoing": False,
                "duration": 60,
                "app": str(app_id),
                "created_at": "2026-11-20T12:00:00Z",
                "has_errors": False,
                "has_warnings": True,
                "participants_count": 1,
                "status": "warning",
            }
        ],
    }


def test_inactive_conferences_and_those_deleted_since_the_refresh_are_left_out(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    scene.conference("inactive", is_active=False)
    deleted, moved = scene.conference("deleted"), scene.conference("moved")
    scene.conference("there")
    assert names(client, app_id) == "deleted moved there"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.conference WHERE id = %s", [deleted])
        cursor.execute("UPDATE public.conference SET app_id = %s WHERE id = %s", [raw.app(), moved])

    rows = client.get("/v1/conferences", {"appId": str(app_id)}).json()["data"]

    assert [row["conference_name"] for row in rows] == ["there"]
    assert names(client, app_id) == "there"


def test_conferences_may_be_given_by_id(client: APIClient, app_id: UUID, scene: Scene) -> None:
    a, b = (str(scene.conference(name)) for name in "ab")
    scene.conference("c")
    other = str(Scene(raw.app()).conference("of another app"))

    assert names(client, app_id, conference_ids=f"{a},{b},{other},{uuid4()}") == "a b"
    assert names(client, app_id, conference_ids=[a, b.upper()]) == "a b"
    assert names(client, app_id, conference_ids=[b]) == "b"
    assert names(client, app_id, conference_ids=",") == "a b c"


def test_with_a_participant_the_app_may_be_left_out(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    scene.join(scene.conference("joined"), scene.person)
    scene.conference("not joined")
    person = str(scene.person)

    alone = get(client, "/v1/conferences", participantId=person)["data"]

    assert [row["conference_name"] for row in alone] == ["joined"]
    assert names(client, app_id, participantId=person) == "joined"
    assert names(client, raw.app(), participantId=person) == ""


def test_one_conference_lists_the_ids_of_its_participants_and_issues(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    conference = scene.conference("Weekly")
    scene.join(conference, scene.person)
    scene.join(conference, raw.participant(app_id, is_active=False))
    session = scene.session(conference)
    issues = [raw.issue(conference, session, created_at=raw.NOON + n * MICROSECOND) for n in (0, 1)]
    raw.issue(conference, session, is_active=False)
    listed = get(client, "/v1/conferences", appId=str(app_id))["data"][0]

    assert get(client, f"/v1/conferences/{conference}") == {
        "data": listed
        | {
            "participants": [str(scene.person)],
            "issues": [str(issue) for issue in issues],
            "peermetrics_url": None,
        }
    }


def test_one_conference_has_the_address_of_its_page_in_peermetrics_if_that_is_set(
    client: APIClient, scene: Scene, settings: Settings
) -> None:
    conference = scene.conference("Weekly")
    settings.PEERMETRICS_WEB_URL = "https://peermetrics.example.com/web"

    row = client.get(f"/v1/conferences/{conference}").json()["data"]

    assert row["peermetrics_url"] == f"https://peermetrics.example.com/web/conference/{conference}"


def test_one_conference_is_shown_before_it_is_counted(client: APIClient, scene: Scene) -> None:
    conference = scene.conference("new")

    row = client.get(f"/v1/conferences/{conference}").json()["data"]

    assert (row["status"], row["participants_count"]) == (None, None)
