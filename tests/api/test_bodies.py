"""Bodies of a log-in and of a new password: a small JSON object is read, all else gets a 4xx."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

pytestmark = pytest.mark.usefixtures("database")

NO_OBJECT = {
    "deep": b"[" * 10_000,
    "deep and closed": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "invalid UTF-8": b'{"username": "\xff", "password": "x"}',
    "another charset": '{"username": "a", "password": "x"}'.encode("utf-16"),
    "lone surrogate": b'{"username": "\\ud800", "password": "x"}',
    "huge number": b'{"username": 1e999, "password": "x"}',
    "huger number": b'{"username": %s, "password": "x"}' % (b"9" * 10_000),
    "no number": b'{"username": NaN, "password": "x"}',
    "cut off": b'{"username": "a',
    "blank": b" ",
    "array": b"[1]",
    "string": b'"text"',
    "null": b"null",
}
NO_STRINGS = {
    "NUL": "\0",
    "number": 7,
    "huge number": 10**18,
    "list": [],
    "object": {"a": 1},
    "true": True,
    "null": None,
}


@pytest.fixture
def anybody() -> APIClient:
    return APIClient()


@pytest.fixture
def known(superuser: User) -> APIClient:
    client = APIClient()
    client.force_login(superuser)
    return client


def sent(client: APIClient, body: bytes, content_type: str = "application/json") -> list[Any]:
    return [
        client.post("/v1/session", body, content_type=content_type),
        client.put("/v1/session/password", body, content_type=content_type),
    ]


@pytest.mark.parametrize("body", NO_OBJECT.values(), ids=NO_OBJECT)
def test_a_body_that_is_no_json_object_is_refused(known: APIClient, body: bytes) -> None:
    for response in sent(known, body):
        assert (response.status_code, response.json()["error_code"]) == (400, "invalid_body")
        assert response["Content-Type"] == "application/problem+json"
        assert len(response.content) < 1000


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"username": "%s"}' % (b"x" * 20_000)])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    known: APIClient, body: bytes
) -> None:
    for response in sent(known, body):
        assert (response.status_code, response.json()["error_code"]) == (413, "body_too_large")


@pytest.mark.parametrize("value", NO_STRINGS.values(), ids=NO_STRINGS)
def test_a_value_that_is_no_string_is_named(known: APIClient, value: object) -> None:
    bodies = {"username": value, "password": "x"}, {"current_password": value, "new_password": "x"}
    login, change = (sent(known, json.dumps(body).encode()) for body in bodies)

    for response, parameter in ((login[0], "username"), (change[1], "current_password")):
        assert (response.status_code, response.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "hex", "nonsense"])
def test_json_is_read_as_utf_8_if_another_charset_is_named(superuser: User, charset: str) -> None:
    body = b'{"username": "ada", "password": "correct horse battery staple"}'

    response = APIClient().post(
        "/v1/session", body, content_type=f"application/json; charset={charset}"
    )

    assert response.status_code == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "multipart/form-data; boundary=x", "text/html; charset=hex"]
)
def test_a_body_that_is_not_json_is_refused(known: APIClient, content_type: str) -> None:
    for response in sent(known, b"username=ada", content_type):
        assert 400 <= response.status_code < 500
        assert response["Content-Type"] == "application/problem+json"


def test_an_empty_body_lacks_the_parameters(anybody: APIClient) -> None:
    response = anybody.post("/v1/session", b"", content_type="application/json")

    assert (response.status_code, response.json()["error_code"]) == (400, "missing_parameters")
