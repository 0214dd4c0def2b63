"""Parameters of summaries: a malformed one is named, and no parameter causes a 500."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests import raw

pytestmark = pytest.mark.usefixtures("database")

ADDRESSES = ["/v1/conferences/summary", "/v1/filters"]


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_app_is_required(client: APIClient, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "error_code": "missing_parameters",
        "message": "appId: required: the id of the app.",
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "appId: required: the id of the app.",
        "parameter": "appId",
        "errors": [{"parameter": "appId", "message": "required: the id of the app."}],
    }


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        ("appId", "42", "expected a UUID"),
        ("appId", "", "expected a UUID"),
        ("created_at_gte", "yesterday", "expected an ISO 8601 date or time"),
        ("created_at_gte", "2026-02-30", "expected an ISO 8601 date or time"),
        ("created_at_gte", "1766000000", "expected an ISO 8601 date or time"),
        ("created_at_gte", "0001-01-01T00:00:00+14:00", "expected an ISO 8601 date or time"),
        ("created_at_lte", "infinity", "expected an ISO 8601 date or time"),
        ("range", "14d", "expected one of 24h, 7d, 30d, 90d, got '14d'"),
        ("timezone", "Mars/Olympus", "expected the IANA name of a time zone"),
        ("timezone", "../etc/passwd", "expected the IANA name of a time zone"),
        ("group_by", "week", "expected one of day, hour, got 'week'"),
        ("group_by", "hour", "hour needs a range of at most 8 days"),
        ("browser", "Chr\0me", "Null characters are not allowed"),
        ("no_cache", "perhaps", "Must be a valid boolean"),
    ],
)
def test_a_malformed_parameter_is_named_with_what_is_expected(
    client: APIClient, app_id: UUID, parameter: str, value: str, expected: str
) -> None:
    response = client.get(ADDRESSES[0], {"appId": str(app_id), parameter: value})

    body = response.json()
    assert (response.status_code, body["error_code"]) == (400, "invalid_parameters")
    assert body["parameter"] == parameter
    assert expected in body["message"]


def test_bounds_and_a_named_range_exclude_each_other(client: APIClient, app_id: UUID) -> None:
    params = {"appId": str(app_id), "range": "7d", "created_at_lte": "2026-11-20"}

    assert client.get(ADDRESSES[0], params).json()["parameter"] == "range"


@pytest.mark.parametrize(
    ("lte", "status"),
    [("2026-11-28T00:00:00Z", 200), ("2026-11-28T00:00:00.000001Z", 400)],
)
def test_hours_are_for_at_most_eight_days(
    client: APIClient, app_id: UUID, lte: str, status: int
) -> None:
    params = {"created_at_gte": "2026-11-20", "created_at_lte": lte, "group_by": "hour"}

    assert client.get(ADDRESSES[0], {"appId": str(app_id), **params}).status_code == status


@pytest.mark.parametrize(
    "value",
    ["2026-11-20", "2026-11-20T00:00", "2026-11-20T02:00:00+02:00", "2026-11-20T02:00:00 02:00",
     "2026-11-20 02:00 02:00", "2026-11-20 00:00:00.000000Z", "2026-11-19T19:00:00-05:00"],
)  # fmt: skip
def test_a_moment_may_be_written_in_many_ways(client: APIClient, app_id: UUID, value: str) -> None:
    base = {"appId": str(app_id)}
    plain = client.get(ADDRESSES[0], {**base, "created_at_gte": "2026-11-20T00:00:00Z"})
    same = client.get(ADDRESSES[0], {**base, "created_at_gte": value})

    assert (plain["X-Cache"], same["X-Cache"]) == ("miss", "hit")


def test_a_blank_bound_is_no_bound_as_in_peermetrics(client: APIClient, app_id: UUID) -> None:
    plain = client.get(ADDRESSES[0], {"appId": str(app_id)})
    blank = client.get(ADDRESSES[0], {"appId": str(app_id), "created_at_gte": "", "range": ""})

    assert (plain["X-Cache"], blank["X-Cache"]) == ("miss", "hit")


@pytest.mark.parametrize("address", [*ADDRESSES, "/v1/apps", "/v1/nothing"])
def test_without_login_the_answer_is_401_and_says_how(database: None, address: str) -> None:
    response = APIClient().get(address, {"appId": str(uuid4())})

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Token")
    assert response.json()["error_code"] == "missing_token"


def test_an_unknown_address_is_a_json_404(client: APIClient) -> None:
    response = client.get("/v1/conferences/sumary")

    assert (response.status_code, response.json()["error_code"]) == (404, "not_found")


def test_writing_is_refused(client: APIClient) -> None:
    response = client.post(ADDRESSES[0], {})

    assert (response.status_code, response.json()["error_code"]) == (405, "method_not_allowed")


NAMES = ["created_at_gte", "created_at_lte", "range", "timezone", "group_by", "browser", "os",
         "country", "app_version"]  # fmt: skip
LIKELY = ["2026-11-20", "9999-12-31T23:59:59.999999Z", "0001-01-01", "24h", "90d", "hour", "day",
          "UTC", "Asia/Kathmandu", "Pacific/Apia", "Factory", "localtime", "Unknown", "'", "%s",
          "%(zone)s", "{}", "\\", "😀", "-1", "NaN", "1e999"]  # fmt: skip


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    params=st.dictionaries(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(LIKELY) | st.text(max_size=20), min_size=1, max_size=3),
    )
)
def test_no_parameters_cause_a_500(client: APIClient, app_id: UUID, params: dict[str, Any]) -> None:
    for address in ADDRESSES:
        response = client.get(address, {"appId": str(app_id), **params})

        assert response.status_code in (200, 400), response.content
        if response.status_code == 400:
            assert response.json()["parameter"] in NAMES
