"""The web server's own responses to requests that cannot be passed to the application."""

import json
import socket
from typing import Any

import pytest

from launch.ports import LOOPBACK
from tests.server.conftest import Web
from tests.server.visitor import Visitor, get
from tests.waiting import PATIENCE

pytestmark = pytest.mark.servers

HOST = b"Host: localhost\r\n"
HEAD = b"POST /livez HTTP/1.1\r\n" + HOST

NOT_HTTP = {
    "TLS": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    "HTML": (400, b"<script>alert(1)</script>\r\n\r\n"),
    "a version of the future": (400, b"GET /livez HTTP/9.9\r\n" + HOST + b"\r\n"),
    "two hosts": (400, HEAD + HOST + b"\r\n"),
    "a header without colon": (400, HEAD + b"no colon\r\n\r\n"),
    "two lengths": (400, HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
    "a malformed chunk": (400, HEAD + b"Transfer-Encoding: chunked\r\n\r\nx\r\n"),
    "an expectation": (417, HEAD + b"Expect: the impossible\r\n\r\n"),
    "an encoding": (501, HEAD + b"Transfer-Encoding: morse\r\n\r\n"),
}


def sent(shared_web: Web, request: bytes) -> bytes:
    """All bytes that the server sends until it closes the connection."""
    with socket.create_connection((LOOPBACK, shared_web.port), timeout=PATIENCE) as client:
        client.sendall(request)
        received = b""
        while some := client.recv(65_536):
            received += some
    return received


def refused(shared_web: Web, request: bytes) -> dict[str, Any]:
    """The problem in the response. It has the form of the API's problems."""
    head, body = sent(shared_web, request).split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    problem: dict[str, Any] = json.loads(body)
    assert "Content-Type: application/problem+json" in lines
    assert lines[0] == f"HTTP/1.1 {problem['status']} {problem['title']}"
    assert problem["message"] == problem["detail"]
    return problem


def line_of(length: int) -> bytes:
    """A request line of that length. The view of its address queries no server."""
    around = len(b"GET /livez? HTTP/1.1")
    return b"GET /livez?" + b"x" * (length - around) + b" HTTP/1.1\r\n"


def test_an_address_of_many_filter_values_is_answered(shared_web: Web, visitor: Visitor) -> None:
    versions = "".join(f"&app_version={number:0>70}" for number in range(60))

    assert len(versions) > 4_900
    assert get(shared_web.port, visitor.address + versions, visitor.headers).status == 200


def test_a_request_line_of_16_kb_is_answered(shared_web: Web) -> None:
    request = line_of(16 * 1024) + HOST + b"Connection: close\r\n\r\n"

    assert sent(shared_web, request).startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("length", [16 * 1024 + 1, 200_000])
def test_a_longer_one_is_refused_as_json(shared_web: Web, length: int) -> None:
    problem = refused(shared_web, line_of(length) + HOST + b"\r\n")

    assert (problem["status"], problem["error_code"]) == (414, "request_line_too_long")


def test_a_request_line_without_end_is_refused_before_it_fills_the_memory(shared_web: Web) -> None:
    assert refused(shared_web, b"GET /" + b"x" * 50_000)["status"] == 414


@pytest.mark.parametrize("headers", [b"X-Long: " + b"x" * 9_000 + b"\r\n", b"X-Many: x\r\n" * 100])
def test_headers_that_are_too_long_or_too_many_are_refused(shared_web: Web, headers: bytes) -> None:
    problem = refused(shared_web, b"GET /livez HTTP/1.1\r\n" + HOST + headers + b"\r\n")

    assert (problem["status"], problem["error_code"]) == (431, "headers_too_large")


def test_a_body_larger_than_any_that_is_needed_is_refused(shared_web: Web) -> None:
    body = b"x" * 300_000
    head = b"POST /v1/session HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n" % (HOST, len(body))

    problem = refused(shared_web, head + body)

    assert (problem["status"], problem["error_code"]) == (413, "body_too_large")


@pytest.mark.parametrize("what", NOT_HTTP)
def test_what_is_not_http_is_refused_and_not_repeated(shared_web: Web, what: str) -> None:
    status, request = NOT_HTTP[what]
    problem = refused(shared_web, request)

    assert problem["status"] == status
    assert "script" not in str(problem)
    assert get(shared_web.port, "/livez").status == 200


@pytest.mark.parametrize(
    ("address", "host", "error_code"),
    [
        ("/v1/dashboard?" + "x&" * 1_100, "localhost", "too_many_parameters"),
        ("/livez", "elsewhere.example.com", "invalid_host"),
    ],
)
def test_what_django_refuses_is_told_as_json_too(
    shared_web: Web, address: str, host: str, error_code: str
) -> None:
    answer = get(shared_web.port, address, {"Host": host})

    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(answer.body)["error_code"] == error_code


def test_refusals_fill_no_log(shared_web: Web) -> None:
    before = shared_web.said()
    refused(shared_web, b"nonsense\r\n\r\n")
    refused(shared_web, line_of(20_000) + HOST + b"\r\n")

    assert shared_web.said() == before
