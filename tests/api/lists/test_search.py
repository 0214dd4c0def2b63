"""GET /v1/conferences?search=: by PeerMetrics' id and name, and by the id of the row."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from rest_framework.test import APIClient

from tests import raw
from tests.api.lists.scene import Scene, get, names

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def scene(app_id: UUID) -> Scene:
    return Scene(app_id)


@pytest.mark.parametrize(
    ("searched", "listed"),
    [
        ("weekly", "Weekly weekly-2"),
        ("WEEKLY", "Weekly weekly-2"),
        ("ROOM-1", "Weekly"),
        ("room", "Weekly weekly-2 unnamed"),
        ("y-2", "weekly-2"),
        ("büro", "BÜRO"),
        ("łódź", "ŁÓDŹ"),
        ("straße", "straße"),
        ("  weekly-2 ", "weekly-2"),
        ("week 2", ""),
        ("ly-2room", ""),
    ],
)
def test_the_text_is_found_in_upper_and_lower_case(
    client: APIClient, app_id: UUID, scene: Scene, searched: str, listed: str
) -> None:
    for name, conference_id in [
        ("Weekly", "room-1"),
        ("weekly-2", "Room-2"),
        ("BÜRO", "a"),
        ("ŁÓDŹ", "b"),
        ("straße", "c"),
        ("unnamed", "room"),
    ]:
        scene.conference(name, conference_id=conference_id)
    Scene(raw.app()).conference("Weekly of another app")

    assert names(client, app_id, search=searched) == listed


def test_a_conference_without_a_name_is_found_by_its_id(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    found = raw.conference(app_id, conference_id="standup")
    scene.conference("other")

    body = get(client, "/v1/conferences", appId=str(app_id), search="standup")

    assert [row["id"] for row in body["data"]] == [str(found)]


@pytest.mark.parametrize(
    "character", [*"%_.*+?()[]{}|^$\\'\"-&~#:=!<>/", "\u00df", "\U0001f600", "\u0130", "\ufb01"]
)
def test_no_character_is_a_wildcard(
    client: APIClient, app_id: UUID, scene: Scene, character: str
) -> None:
    scene.conference(f"a{character}b")
    scene.conference("axb")
    scene.conference("ab")

    assert names(client, app_id, search=f"A{character}B") == f"a{character}b"
    assert names(client, app_id, search=character) == f"a{character}b"


def test_a_regular_expression_is_read_as_text(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    for name in ("(?i)a", "***=a", "a{2}", "a"):
        scene.conference(name, conference_id=str(uuid4()).upper().replace("A", "0"))

    for name in ("(?i)a", "***=a", "a{2}"):
        assert names(client, app_id, search=name) == name


def test_the_id_of_the_row_is_found_as_a_whole_only(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    id_ = str(scene.conference("it", conference_id="1"))
    scene.conference("other", conference_id="2")

    assert names(client, app_id, search=id_) == "it"
    assert names(client, app_id, search=id_.upper()) == "it"
    assert names(client, app_id, search=id_[:-1]) == ""
    assert names(client, app_id, search=id_[1:]) == ""


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_search_is_no_condition(
    client: APIClient, app_id: UUID, scene: Scene, blank: str
) -> None:
    scene.conference("any")

    assert names(client, app_id, search=blank) == "any"


def test_a_search_is_one_condition_among_others(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    for name, seconds, browser in [
        ("room-a", 30, "Chrome"),
        ("room-b", 90, "Chrome"),
        ("room-c", 90, "Firefox"),
        ("d", 90, "Chrome"),
    ]:
        scene.session(scene.conference(name, duration=seconds), browser)
    old = scene.conference("room-old", created_at=raw.NOON - timedelta(days=3), duration=90)
    scene.session(old)

    assert names(client, app_id, search="room") == "room-old room-a room-b room-c"
    assert names(client, app_id, search="room", duration_gte=60) == "room-old room-b room-c"
    asked = {"browser": "Chrome", "created_at_gte": "2026-11-20", "duration_gte": 60}
    assert names(client, app_id, search="room", **asked) == "room-b"


def test_a_new_name_is_found_at_once(client: APIClient, app_id: UUID, scene: Scene) -> None:
    conference = scene.conference("before")
    assert names(client, app_id, search="before") == "before"

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.conference SET conference_name = 'after' WHERE id = %s", [conference]
        )

    assert names(client, app_id, search="after") == "after"
    assert names(client, app_id, search="before") == ""
