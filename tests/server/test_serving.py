"""Operating the web server: it is stopped, restarted, bound to a Unix socket."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from signal import SIGHUP, SIGTERM

import pytest
from django.db import connection

from launch.ports import LOOPBACK
from tests.server.conftest import Web
from tests.server.slow import slow_clients
from tests.server.visitor import Visitor, get
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.servers

GRACEFUL = 60  # seconds; then a process that has not stopped is killed
THREADS = 24  # of both processes

_LOGIN = b'{"username": "nobody", "password": "wrong"}'


@contextmanager
def half_sent_login(web: Web) -> Iterator[tuple[socket.socket, bytes]]:
    """A connection in the middle of a body, and the rest of the body."""
    head = (
        f"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(_LOGIN)}\r\n"
        f"Content-Type: application/json\r\n\r\n"
    )
    with socket.create_connection((LOOPBACK, web.port), timeout=PATIENCE) as client:
        client.sendall(head.encode() + _LOGIN[:5])
        yield client, _LOGIN[5:]


@contextmanager
def half_sent_head(web: Web) -> Iterator[None]:
    with socket.create_connection((LOOPBACK, web.port), timeout=PATIENCE) as client:
        client.sendall(b"GET /livez HTTP/1.1\r\nHost: ")
        yield


def answer_of(client: socket.socket) -> bytes:
    received = b""
    while some := client.recv(65_536):
        received += some
    return received


def test_a_request_that_has_begun_is_answered_before_the_server_stops(web: Web) -> None:
    with half_sent_login(web) as (client, rest):
        until(lambda: get(web.port, "/livez").status == 200)  # both processes run
        os.kill(web.family()[0], SIGTERM)
        until(lambda: is_refused(web))
        client.sendall(rest)
        answer = answer_of(client)

    assert answer.startswith(b"HTTP/1.1 403 ")  # the request has no CSRF token
    assert b"csrf_failed" in answer


def is_refused(web: Web) -> bool:
    try:
        return get(web.port, "/livez", patience=1).status != 200
    except OSError:
        return True


def test_a_process_that_is_ended_is_replaced_and_nobody_notices(web: Web) -> None:
    before = set(web.children())
    os.kill(min(before), SIGTERM)

    until(lambda: answers(web) and min(before) not in web.children())
    until(lambda: len(web.children()) == len(before))


def answers(web: Web) -> bool:
    assert get(web.port, "/livez").status == 200
    return True


def test_a_hangup_replaces_all_processes_and_nobody_notices(web: Web) -> None:
    before = set(web.children())
    os.kill(web.family()[0], SIGHUP)

    until(lambda: answers(web) and not before & set(web.children()))
    until(lambda: len(web.children()) == len(before))


def test_it_serves_a_unix_socket(process_environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "socket"
    web = Web(tmp_path, process_environment, "--bind", f"unix:{path}")
    web.start()
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            client.connect(str(path))
            client.sendall(b"GET /v1/apps HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b"missing_token" in answer_of(client)
    finally:
        web.stop()


def test_a_keep_alive_connection_answers_one_request_after_the_other(web: Web) -> None:
    request = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n"
    with socket.create_connection((LOOPBACK, web.port), timeout=PATIENCE) as client:
        client.sendall(
            request + b"\r\n" + request + b"\r\n" + request + b"Connection: close\r\n\r\n"
        )

        assert answer_of(client).count(b"HTTP/1.1 200 OK\r\n") == 3


def test_idle_connections_do_not_keep_it_from_stopping(
    process_environment: dict[str, str], tmp_path: Path
) -> None:
    for_long = ("--graceful-timeout", str(GRACEFUL), "--keep-alive", str(10 * GRACEFUL))
    web = Web(tmp_path, process_environment, *for_long)
    web.start()
    with slow_clients(web.port, "idle"), half_sent_head(web):
        began = time.monotonic()
        web.stop()

    assert time.monotonic() - began < GRACEFUL  # the process was not killed
    assert web.said() == ""


def test_however_many_ask_at_once_each_thread_has_one_connection_to_postgresql(
    web: Web, visitor: Visitor
) -> None:
    asked = [f"/v1/conferences?appId={visitor.app_id}&offset={n}" for n in range(240)]
    before = most = connections()
    with ThreadPoolExecutor(60) as pool:
        answers = [pool.submit(get, web.port, address, visitor.headers) for address in asked]
        while not all(answer.done() for answer in answers):
            most = max(most, connections())
            time.sleep(0.02)

    assert {answer.result().status for answer in answers} <= {200, 503}  # 503: too busy
    assert 2 < most - before <= THREADS


def connections() -> int:
    """The connections to the test database, without the test's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name = 'peermetrics-rollups' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
