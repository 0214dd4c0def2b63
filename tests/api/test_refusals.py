"""Requests that are refused before a view sees them get a JSON error, and never a 500.

The tests call the WSGI application, because the log of requests is outside all middleware.
"""

import io
import json
import logging
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from api import errors
from proj.request_log import LoggingHandler

pytestmark = pytest.mark.usefixtures("database")

TOO_MANY = "&".join(["a=1"] * 1500)
ADDRESSES = ["/v1/session", "/v1/conferences/summary", "/v1/nothing", "/admin/login/", "/"]


class Answer:
    """The answer of the WSGI application to a request."""

    def __init__(self, address: str, query: str = "", body: bytes = b"", **environ: Any) -> None:
        given = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "192.0.2.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            **environ,
        }
        response = LoggingHandler()(given, lambda *_: io.BytesIO().write)
        self.status = response.status_code
        self.headers = response.headers
        self.body = b"".join(response)
        response.close()

    @property
    def code(self) -> str:
        assert self.headers["Content-Type"] == "application/problem+json", self.body
        return str(json.loads(self.body)["error_code"])


@pytest.mark.parametrize("address", ADDRESSES[:3])
def test_too_many_parameters_are_a_json_400(address: str) -> None:
    answer = Answer(address, TOO_MANY)

    assert (answer.status, answer.code) == (400, "too_many_parameters")


def test_the_log_of_a_request_with_too_many_parameters_causes_no_500() -> None:
    assert Answer("/nothing/here", TOO_MANY).status == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_host_that_is_not_allowed_is_a_json_400(address: str) -> None:
    answer = Answer(address, HTTP_HOST="elsewhere.example")

    assert (answer.status, answer.code) == (400, "invalid_host")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=hex",
        "text/plain; charset=nonsense",
        "text/plain; a*=nonsense''%41",
        "text/plain; charset*=hex''%41",
        "multipart/form-data; boundary*=hex''%41",
        ";",
        "\xff",
    ],
)
def test_no_content_type_causes_a_500(address: str, content_type: str) -> None:
    for query in ("appId=%41", "appId=%FF"):
        assert Answer(address, query, CONTENT_TYPE=content_type).status < 500
    assert Answer(address, body=b"a=%41", CONTENT_TYPE=content_type).status < 500


def with_csrf(body: bytes, content_type: str) -> Answer:
    token = "a" * 32
    return Answer(
        "/v1/session",
        body=body,
        CONTENT_TYPE=content_type,
        HTTP_COOKIE=f"csrftoken={token}",
        HTTP_X_CSRFTOKEN=token,
    )


def test_forms_that_are_too_large_or_broken_are_refused_in_json() -> None:
    form = "application/x-www-form-urlencoded"
    large = with_csrf(b"a" * 3_000_000, form)
    many = with_csrf(TOO_MANY.encode(), form)
    broken = with_csrf(b"--x\r\n", "multipart/form-data")

    assert (large.status, large.code) == (413, "body_too_large")
    assert (many.status, many.code) == (400, "too_many_parameters")
    assert (broken.status, broken.code) == (400, "invalid_request")


def test_deeply_nested_json_without_a_login_is_a_400() -> None:
    answer = with_csrf(b"[" * 10_000, "application/json")

    assert (answer.status, answer.code) == (400, "invalid_body")


def test_a_long_quotation_in_a_message_is_cut() -> None:
    long = "x" * 3_000
    forbidden = Answer("/v1/session", body=b"{}", HTTP_ORIGIN=f"https://{long}.example")
    unknown = with_csrf(b"{}", f"application/{long}")

    assert (forbidden.status, forbidden.code) == (403, "csrf_failed")
    assert (unknown.status, unknown.code) == (415, "unsupported_media_type")
    assert len(forbidden.body) < 1500
    assert len(unknown.body) < 1500


def test_a_long_path_is_cut_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="proj.request_log"):
        Answer(f"/v1/{'x' * 3_000}")

    (line,) = (record for record in caplog.records if record.name == "proj.request_log")
    assert len(line.getMessage()) < 500


def test_a_refusal_is_one_short_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    Answer("/v1/session", HTTP_HOST=f"{'x' * 3_000}.example")
    Answer("/v1/session", TOO_MANY)
    Answer("/v1/session", body=b"{}", HTTP_ORIGIN=f"https://{'x' * 6_000}.example")

    (ours,) = (one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    lines = [ours.format(one) for one in caplog.records if ours.filter(one)]
    assert [one.name for one in caplog.records if one.name != "proj.request_log"] == [
        "django.security.csrf"
    ]
    assert max(map(len, lines)) < 2_500


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [path("v1/fails", fails)]
handler500 = errors.server_error


def test_an_unexpected_error_is_json_too(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__

    response = Client(raise_request_exception=False).get("/v1/fails")

    assert (response.status_code, response.json()["error_code"]) == (500, "internal_error")
    assert response["Content-Type"] == "application/problem+json"
