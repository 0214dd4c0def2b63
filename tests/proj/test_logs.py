"""Logs: one JSON object a line, no secrets, and a line for each request that was slow or failed."""

import io
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.urls import path
from pytest_django import Settings
from rest_framework.authtoken.models import Token

from proj import logs, request_log
from proj.request_log import LoggingHandler
from proj.urls import urlpatterns as product_patterns
from tests import raw

SECRET = "s3cr3t-Value"
TOKEN = "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b"


def slow(request: WSGIRequest) -> HttpResponse:
    time.sleep(request_log.SLOW_MS / 1000 + 0.01)
    return HttpResponse("late")


def broken(request: WSGIRequest, name: str) -> HttpResponse:
    raise ValueError(f"password={SECRET}")


urlpatterns = [path("slow", slow), path("broken/<str:name>", broken), *product_patterns]


@pytest.fixture(autouse=True)
def nothing_is_slow_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is busy with other things, any request may take a second."""
    monkeypatch.setattr(request_log, "SLOW_MS", 60_000)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged, in the form that production has."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json())
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def start_response(
    status: str, headers: list[tuple[str, str]], exc_info: object = None, /
) -> Callable[[bytes], object]:
    """What a WSGI server offers; the answer is read from what the handler returns."""
    return io.BytesIO().write


def get(address: str, query: str = "", **environ: str) -> str:
    """As gunicorn would ask; return the status line."""
    asked: dict[str, Any] = {"PATH_INFO": address, "QUERY_STRING": query, **environ}
    setup_testing_defaults(asked)
    response = LoggingHandler()(asked, start_response)
    response.close()
    return f"{response.status_code} {response.reason_phrase}"


@pytest.mark.parametrize(
    "line",
    [
        f"postgresql://rollups:{SECRET}@db:5432/peermetrics refused",
        f"redis://:{SECRET}@cache/0",
        f"Authorization: Token {TOKEN}",
        f"{{'HTTP_AUTHORIZATION': 'Bearer {TOKEN}'}}",
        f"Cookie: rollups_session={SECRET}; csrftoken={SECRET}",
        f"host=db user=rollups password={SECRET} dbname=peermetrics",
        f"{{'PASSWORD': '{SECRET}', 'SECRET_KEY': \"{SECRET}\"}}",
        f"GET /v1/conferences?api_key={SECRET}&appId=1",
    ],
)
@pytest.mark.parametrize("formatter", [logs.Json(), logs.Text()])
def test_no_secret_is_written(formatter: logging.Formatter, line: str) -> None:
    try:
        raise ValueError(line)
    except ValueError:
        why = sys.exc_info()
    record = logging.makeLogRecord(
        {"msg": "failed: %s", "args": (line,), "name": "x", "exc_info": why, "given": line}
    )

    said = formatter.format(record)

    assert SECRET not in said
    assert TOKEN not in said
    assert "***" in said
    assert "failed: " in said


def test_what_is_no_secret_is_written_as_it_is() -> None:
    line = "missing in session_country: sessions = 3; session: 4; of http://db:5432/x; basic facts"

    assert logs.blotted(line) == line


def test_a_line_of_json_carries_its_fields(written: io.StringIO) -> None:
    logging.getLogger("rollups.x").warning("%s days\nleft", 3, extra={"app_id": "a"})

    (line,) = lines(written)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "WARNING",
        "logger": "rollups.x",
        "message": "3 days\nleft",
        "app_id": "a",
    }


@pytest.mark.usefixtures("database")
def test_a_failed_request_is_logged_with_its_user_and_app_but_without_its_query(
    written: io.StringIO,
) -> None:
    app_id = raw.app()
    user = User.objects.create(username="somebody")
    token = Token.objects.create(user=user)

    status = get(
        "/v1/conferences/summary",
        f"appId={app_id}&browser=Chrome&api_key={SECRET}",
        HTTP_AUTHORIZATION=f"Token {token}",
        HTTP_COOKIE=f"rollups_session={SECRET}",
    )

    assert status == "404 Not Found"
    (line,) = lines(written)
    assert line.pop("ms") >= 0
    assert line.pop("message").startswith("method=GET path=/v1/conferences/summary status=404 ms=")
    del line["time"]
    assert line == {
        "level": "INFO",
        "logger": "proj.request_log",
        "method": "GET",
        "path": "/v1/conferences/summary",
        "status": 404,
        "user_id": user.pk,
        "app_id": str(app_id),
        "outcome": None,
    }


@pytest.mark.usefixtures("database")
def test_a_request_that_raises_is_logged_as_an_error_with_its_traceback_once(
    settings: Settings, written: io.StringIO
) -> None:
    settings.ROOT_URLCONF = __name__

    assert get("/broken/one\ntwo", f"given={SECRET}") == "500 Internal Server Error"

    assert SECRET not in written.getvalue()
    why, what = lines(written)
    assert (why["logger"], why["level"]) == ("django.request", "ERROR")
    assert "ValueError: password=***" in why["exc_info"]
    assert (what["logger"], what["level"]) == ("proj.request_log", "ERROR")
    assert (what["path"], what["status"]) == ("/broken/one%0Atwo", 500)


def test_a_slow_request_is_logged_as_a_warning(
    settings: Settings, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(request_log, "SLOW_MS", 100)

    assert get("/slow") == "200 OK"

    (line,) = lines(written)
    assert (line["level"], line["path"], line["status"]) == ("WARNING", "/slow", 200)
    assert line["ms"] >= request_log.SLOW_MS


def test_other_requests_are_not_logged(written: io.StringIO) -> None:
    assert get("/livez") == "200 OK"

    assert lines(written) == []
