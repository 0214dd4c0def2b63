"""Lists of sessions, connections, issues, participants and apps: whole answers."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from rest_framework.test import APIClient

from tests import raw
from tests.api.lists.scene import Scene, get, problem

NOON = "2026-11-20T12:00:00Z"
HUGE = "9" * 5000  # Python refuses to parse so many digits

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene() -> Scene:
    """A conference with a session; and the same in another app, which must never be listed."""
    other = Scene(raw.app())
    conference = other.conference("of another app")
    session = other.session(conference)
    raw.issue(conference, session)
    other.connection(conference, session)
    return Scene(raw.app())


@pytest.fixture
def conference(scene: Scene) -> UUID:
    conference = scene.conference("Weekly")
    scene.join(conference, scene.person)
    return conference


@pytest.fixture
def session(scene: Scene, conference: UUID) -> UUID:
    scene.session(conference, is_active=False)
    return scene.session(
        conference, geo_ip={"city": "Cluj"}, constraints={"audio": True}, app_version="1.2"
    )


def test_sessions_have_peermetrics_columns_and_the_ids_of_their_issues(
    client: APIClient, scene: Scene, conference: UUID, session: UUID
) -> None:
    issues = [
        raw.issue(conference, session, created_at=raw.NOON + timedelta(seconds=n)) for n in (1, 2)
    ]
    raw.issue(conference, session, is_active=False)
    answer = {
        "data": [
            {
                "id": str(session),
                "conference": str(conference),
                "participant": str(scene.person),
                "devices": None,
                "platform": {"browser": {"name": "Chrome"}, "os": {"name": "Linux"}},
                "metadata": None,
                "geo_ip": {"city": "Cluj"},
                "app_version": "1.2",
                "webrtc_sdk": None,
                "session_info": None,
                "duration": 60,
                "end_time": None,
                "call_start": None,
                "created_at": NOON,
                "issues": [str(issue) for issue in issues],
            }
        ]
    }

    for asked in _each_id(scene, conference, session):
        assert get(client, "/v1/sessions", **asked) == answer


def test_connections_show_their_type_in_peermetrics_words(
    client: APIClient, scene: Scene, conference: UUID, session: UUID
) -> None:
    info = {"negotiations": [], "detected_tcp": False}
    ids = [
        scene.connection(
            conference,
            session,
            type=type_,
            connection_info=info,
            created_at=raw.NOON + timedelta(seconds=n),
        )
        for n, type_ in enumerate(("h", "s", "p", "r", None, "?"))
    ]
    scene.connection(conference, session, is_active=False)
    types = ["host", "srflx", "prflx", "relay", None, "?"]
    answer = {
        "data": [
            {
                "id": str(id_),
                "session": str(session),
                "conference": str(conference),
                "participant": str(scene.person),
                "peer": str(scene.person),
                "type": type_,
                "state": "closed",
                "connection_info": info,
                "start_time": None,
                "end_time": None,
                "duration": 60,
                "created_at": f"2026-11-20T12:00:0{n}Z",
            }
            for n, (id_, type_) in enumerate(zip(ids, types, strict=True))
        ]
    }

    for asked in _each_id(scene, conference, session):
        assert get(client, "/v1/connections", **asked) == answer


def test_issues_say_what_their_codes_mean(
    client: APIClient, scene: Scene, conference: UUID, session: UUID
) -> None:
    track, peer = uuid4(), scene.connection(conference, session)
    known = raw.issue(
        conference,
        session,
        participant_id=scene.person,
        connection_id=peer,
        track_id=track,
        data={"a": 1},
    )
    unknown = raw.issue(
        conference,
        session,
        code="new_code",
        type="w",
        participant_id=scene.person,
        created_at=raw.NOON + timedelta(seconds=1),
    )
    raw.issue(conference, session, is_active=False)
    common = {
        "session": str(session),
        "conference": str(conference),
        "participant": str(scene.person),
    }
    answer = {
        "data": [
            common
            | {
                "id": str(known),
                "connection": str(peer),
                "track": str(track),
                "type": "error",
                "code": "ice_failed",
                "data": {"a": 1},
                "created_at": NOON,
                "title": "Connection could not be established",
                "explanation": "No pair of ICE candidates led to the other participant or the SFU.",
            },
            common
            | {
                "id": str(unknown),
                "connection": None,
                "track": None,
                "type": "warning",
                "code": "new_code",
                "data": None,
                "created_at": "2026-11-20T12:00:01Z",
                "title": "new_code",
                "explanation": "",
            },
        ]
    }

    for asked in _each_id(scene, conference, session):
        assert get(client, "/v1/issues", **asked) == answer


def test_participants_are_found_by_their_conferences_and_sessions(
    client: APIClient, scene: Scene, conference: UUID, session: UUID
) -> None:
    scene.join(conference, raw.participant(scene.app_id, is_active=False))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.participant SET participant_id = 'ann', participant_name = 'Ann' "
            "WHERE id = %s",
            [scene.person],
        )
    answer = {
        "data": [
            {
                "id": str(scene.person),
                "participant_id": "ann",
                "participant_name": "Ann",
                "is_sfu": False,
                "app": str(scene.app_id),
                "created_at": NOON,
            }
        ]
    }

    for asked in _each_id(scene, conference, session):
        assert get(client, "/v1/participants", **asked) == answer


def _each_id(scene: Scene, conference: UUID, session: UUID) -> list[dict[str, str]]:
    ids = {
        "appId": str(scene.app_id),
        "conferenceId": str(conference),
        "participantId": str(scene.person),
        "sessionId": str(session),
    }
    return [*({name: id_} for name, id_ in ids.items()), ids]


def test_bounds_are_of_the_rows_own_time(client: APIClient, scene: Scene, conference: UUID) -> None:
    ids = [
        str(scene.session(conference, created_at=raw.NOON + timedelta(microseconds=n)))
        for n in range(3)
    ]
    asked = {"appId": str(scene.app_id)}

    def listed(**bounds: str) -> list[str]:
        answer = get(client, "/v1/sessions", **asked, **bounds)
        return [row["id"] for row in answer["data"]]

    second = "2026-11-20T12:00:00.000001Z"
    assert listed(created_at_gte=second) == ids[1:]
    assert listed(created_at_gt=second) == ids[2:]
    assert listed(created_at_lte=second) == ids[:2]
    assert listed(created_at_lt=second) == ids[:1]
    assert listed(created_at_gte=second, created_at_lte=second) == [ids[1]]


@pytest.mark.parametrize(
    "json",
    [HUGE, "-1e-400", "1e400", "[1.50, 1e400]", '"\\ud83d\\ude00"', "null", "[]", '"x"', "7"],
)
def test_json_of_any_kind_is_shown_as_it_is_stored(
    client: APIClient, scene: Scene, conference: UUID, session: UUID, json: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.app_session SET platform = %s WHERE id = %s", [json, session])
        cursor.execute(
            "UPDATE public.conference SET conference_info = %s WHERE id = %s "
            "RETURNING conference_info::text",
            [json, conference],
        )
        stored = cursor.fetchone()[0]

    sessions = client.get("/v1/sessions", {"sessionId": str(session)})
    one = client.get(f"/v1/conferences/{conference}")

    assert f'"platform":{stored},'.encode() in sessions.content
    assert f'"conference_info":{stored},'.encode() in one.content


@pytest.mark.parametrize(
    "address", ["/v1/sessions", "/v1/connections", "/v1/issues", "/v1/participants"]
)
def test_at_least_one_id_is_needed_and_each_must_be_one(client: APIClient, address: str) -> None:
    status, code, parameter, message = problem(client, address, created_at_gte="2026-11-20")
    assert (status, code, parameter) == (400, "missing_parameters", "appId")
    assert (
        message == "appId: required: the id of an app; or conferenceId, participantId or sessionId."
    )

    for name in ("appId", "conferenceId", "participantId", "sessionId"):
        status, code, parameter, message = problem(client, address, **{name: "42"})
        assert (status, code, parameter) == (400, "invalid_parameters", name)
        assert "expected a UUID such as" in message


def test_apps_are_listed_by_name_with_their_keys_for_superusers(client: APIClient) -> None:
    organization = raw.organization("Acme")
    app = raw.app(organization, name="prod", api_key="k" * 32, domain="example.com")
    inactive = raw.app(organization, name="old", is_active=False)

    first, second = get(client, "/v1/apps")["data"]

    assert (first["id"], first["is_active"]) == (str(inactive), False)
    assert second == {
        "id": str(app),
        "name": "prod",
        "api_key": "k" * 32,
        "domain": "example.com",
        "organization": str(organization),
        "organization_id": str(organization),
        "organization_name": "Acme",
        "interval": 10000,
        "recording": True,
        "durations_days": None,
        "created_at": NOON,
        "is_active": True,
    }
    assert get(client, "/v1/apps", limit=1, offset=1) == {"results": [second], "count": 2}
