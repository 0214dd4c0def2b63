"""Who sees which rows of the lists, and the answers to malformed requests."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from api.models import Membership
from rollups.reading.lists import conditions
from tests import raw
from tests.api.lists.scene import Scene, get, problem

LISTS = ["sessions", "connections", "issues", "participants", "conferences"]

pytestmark = pytest.mark.usefixtures("database")


class Tenant:
    """An organization with one app, and one row of each kind."""

    def __init__(self) -> None:
        self.organization = raw.organization()
        self.app = raw.app(self.organization)
        scene = Scene(self.app)
        self.person = scene.person
        self.conference = scene.conference("")
        scene.join(self.conference, scene.person)
        self.session = scene.session(self.conference)
        self.issue = raw.issue(self.conference, self.session, participant_id=scene.person)
        self.connection = scene.connection(self.conference, self.session)

    @property
    def ids(self) -> dict[str, str]:
        ids = {"app": self.app, "conference": self.conference, "participant": self.person}
        return {f"{name}Id": str(id_) for name, id_ in (ids | {"session": self.session}).items()}


@pytest.fixture
def ours() -> Tenant:
    return Tenant()


@pytest.fixture
def theirs() -> Tenant:
    return Tenant()


@pytest.fixture
def member(ours: Tenant) -> APIClient:
    """A client of a member of our organization."""
    user = User.objects.create_user("bob")
    Membership.objects.create(user=user, organization_id=ours.organization)
    client = APIClient()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_a_member_sees_rows_of_its_own_apps_alone(
    member: APIClient, ours: Tenant, theirs: Tenant, name: str
) -> None:
    for parameter, id_ in ours.ids.items():
        if name != "conferences" or parameter in ("appId", "participantId"):
            assert len(get(member, f"/v1/{name}", **{parameter: id_})["data"]) == 1
    for parameter, id_ in theirs.ids.items():
        if name != "conferences" or parameter in ("appId", "participantId"):
            hidden = problem(member, f"/v1/{name}", **{parameter: id_})
            unknown = problem(member, f"/v1/{name}", **{parameter: str(uuid4())})
            assert hidden == unknown
            assert hidden[:2] == (404, f"{parameter.removesuffix('Id')}_not_found")


def test_a_conference_of_another_app_gets_the_same_answer_as_none(
    member: APIClient, ours: Tenant, theirs: Tenant
) -> None:
    assert member.get(f"/v1/conferences/{ours.conference}").status_code == 200
    hidden = problem(member, f"/v1/conferences/{theirs.conference}")
    assert hidden == problem(member, f"/v1/conferences/{UUID(int=1)}")
    assert hidden[:2] == (404, "conference_not_found")


def test_an_inactive_conference_is_not_found(client: APIClient, ours: Tenant) -> None:
    conference = raw.conference(ours.app, is_active=False)

    assert problem(client, f"/v1/conferences/{conference}")[:2] == (404, "conference_not_found")


def test_what_our_participant_does_in_another_app_is_not_shown(
    member: APIClient, client: APIClient, ours: Tenant, theirs: Tenant
) -> None:
    session = raw.session(theirs.conference, ours.person)
    raw.connection(theirs.conference, session, ours.person)
    raw.issue(theirs.conference, session, participant_id=ours.person)
    raw.issue(None, session, participant_id=ours.person)
    raw.issue(theirs.conference, ours.session, participant_id=ours.person)
    asked = {"participantId": str(ours.person)}

    for name, number in (("sessions", 2), ("connections", 2), ("issues", 4)):
        assert len(get(client, f"/v1/{name}", **asked)["data"]) == number
        assert len(get(member, f"/v1/{name}", **asked)["data"]) == 1
    refused = {"appId": str(theirs.app), **asked}
    assert problem(member, "/v1/conferences", **refused)[:2] == (404, "app_not_found")


def test_an_issue_without_conference_belongs_to_its_sessions_app(
    member: APIClient, ours: Tenant
) -> None:
    issue = raw.issue(None, ours.session)

    listed = get(member, "/v1/issues", sessionId=str(ours.session))["data"]

    assert {row["id"] for row in listed} == {str(ours.issue), str(issue)}
    assert len(get(member, "/v1/issues", appId=str(ours.app))["data"]) == 1


def test_a_member_is_not_shown_api_keys(member: APIClient, ours: Tenant, theirs: Tenant) -> None:
    response = member.get("/v1/apps")

    (app,) = response.json()["data"]
    assert app["id"] == str(ours.app)
    assert b"api_key" not in response.content


@pytest.mark.parametrize(
    "address", [*(f"/v1/{name}" for name in LISTS), f"/v1/conferences/{UUID(int=1)}", "/v1/apps"]
)
def test_lists_need_a_login_and_cannot_be_written(client: APIClient, address: str) -> None:
    assert APIClient().get(address).status_code == 401
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address, {}).status_code == 405


MALFORMED = [
    ("appId", "42", "expected a UUID such as"),
    ("participantId", "42", "expected a UUID such as"),
    ("conference_ids", f"{UUID(int=1)},42", "expected a UUID such as"),
    ("day", "20th", "expected a day such as 2026-11-20, or the start of an hour"),
    ("day", "2026-02-30", "expected a day such as"),
    ("status", "good", "expected one of success, warning, error, ongoing, got 'good'"),
    ("connection_type", "r", "expected one of direct, relayed, got 'r'"),
    ("duration_gte", "1_0", "A valid integer is required"),
    ("duration_lt", "-1", "greater than or equal to 0"),
    ("participants", "1e3", "A valid integer is required"),
    ("setup_time_gte", "NaN", "A valid number is required"),
    ("setup_time_gte", "1_0", "A valid number is required"),
    ("setup_time_lt", "1e999", "A valid number is required"),
    ("sort", "status", "expected one of created_at, -created_at, duration, -duration, "),
    ("search", "x" * 65, "no more than 64 characters"),
    ("search", "a\0b", "Null characters are not allowed"),
    ("issue_code", "a\0b", "Null characters are not allowed"),
    ("created_at_gt", "now", "expected an ISO 8601 date or time"),
    ("range", "14d", "expected one of 24h, 7d, 30d, 90d"),
]


def test_a_malformed_condition_is_named_with_what_is_expected(
    client: APIClient, ours: Tenant
) -> None:
    for parameter, value, expected in MALFORMED:
        refused = problem(client, "/v1/conferences", **{"appId": str(ours.app), parameter: value})

        assert refused[:3] == (400, "invalid_parameters", parameter), value
        assert expected in refused[3]


def test_conferences_need_an_app_or_a_participant(client: APIClient) -> None:
    assert problem(client, "/v1/conferences", limit="5") == (
        400,
        "missing_parameters",
        "appId",
        "appId: required: the id of the app; or participantId.",
    )


NAMES = [*(conditions().keys() - {"hour", "participant_id"}), "limit", "offset", "page", "sort",
         "range", "timezone", "created_at_gte", "browser"]  # fmt: skip
LIKELY = ["2026-11-20", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59.999999Z", "UTC", "'", "%s",
          "0001-01-01T00:00Z", "%(zone)s", "{}", "\\", "0", "1", "7", str(2**63 - 1), "1e308", "-0",
          "0.5", "24h", "error", "direct", str(UUID(int=0)), ",", "Asia/Kathmandu", "(?", "[a",
          "***=", "(" * 64, "a{999}", "\u0130", "\ufb01"]  # fmt: skip


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    params=st.dictionaries(
        st.sampled_from(sorted(NAMES)),
        st.lists(st.sampled_from(LIKELY) | st.text(max_size=20), min_size=1, max_size=3),
    )
)
def test_no_parameters_cause_a_500(client: APIClient, ours: Tenant, params: dict[str, Any]) -> None:
    for name in ("conferences", "sessions"):
        response = client.get(f"/v1/{name}", {"appId": str(ours.app), **params})

        assert response.status_code in (200, 400), response.content
        if response.status_code == 400:
            assert response.json()["parameter"] in NAMES
