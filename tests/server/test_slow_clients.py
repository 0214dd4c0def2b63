"""Many slow clients: others do not wait, and the server disconnects the slow ones in the end."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.paths import BIN
from launch.ports import LOOPBACK, free_port
from launch.supervisor import Service
from tests.process import Process
from tests.server.conftest import Web
from tests.server.slow import KINDS, slow_clients
from tests.server.visitor import Visitor, get

pytestmark = pytest.mark.servers

PATIENCE = 20  # seconds for an answer, far below the limits of slow clients here

# The limit for a head is raised: a busy machine may need longer for the test.
BORNE = ("--keep-alive", "60")
IMPATIENT = ("--config", "python:tests.server.impatient")


def assert_answers_beside(port: int, visitor: Visitor, kind: str) -> None:
    get(port, visitor.address, visitor.headers)
    with slow_clients(port, kind) as slow:
        for _ in range(20):
            warm = get(port, visitor.address, visitor.headers, patience=PATIENCE)
            assert (warm.status, warm.headers["X-Cache"]) == (200, "hit")
        assert get(port, "/livez", patience=PATIENCE).body == b"alive\n"
        assert slow.all_held()


def test_warm_answers_do_not_wait_for_hundreds_of_slow_clients(
    process_environment: dict[str, str], visitor: Visitor, tmp_path: Path
) -> None:
    web = Web(tmp_path, process_environment, *BORNE)
    web.start()
    try:
        for kind in KINDS:
            assert_answers_beside(web.port, visitor, kind)
    finally:
        web.stop()


def test_nor_do_they_where_gunicorn_is_started_by_hand(
    process_environment: dict[str, str], visitor: Visitor, tmp_path: Path
) -> None:
    port = free_port()
    typed = ["proj.wsgi", "--workers", "2", "--threads", "12", "--bind", f"{LOOPBACK}:{port}"]
    service = Service(
        name="web",
        argv=[str(BIN / "gunicorn"), *typed, *BORNE],
        env={**process_environment, "TRUSTED_PROXIES": LOOPBACK},
        ready=lambda: is_there(port),
    )
    web = Process(service, tmp_path / "log")
    web.start()
    try:
        assert_answers_beside(port, visitor, "half a body")
    finally:
        web.stop()


def is_there(port: int) -> bool:
    try:
        return get(port, "/livez").status == 200
    except OSError:
        return False


@pytest.fixture
def impatient_web(process_environment: dict[str, str], tmp_path: Path) -> Iterator[Web]:
    web = Web(tmp_path, process_environment, *IMPATIENT)
    web.start()
    yield web
    web.stop()


def test_slow_clients_are_sent_away(impatient_web: Web) -> None:
    for kind in ("half a head", "half a body", "a byte a second", "idle"):
        with slow_clients(impatient_web.port, kind) as slow:
            until_all_are_closed(slow.sockets)


def test_a_body_that_does_not_come_is_answered(impatient_web: Web) -> None:
    with slow_clients(impatient_web.port, "half a body", count=1) as slow:
        assert b"body_too_slow" in read_whole(slow.sockets[0])


def test_who_does_not_read_its_answer_is_sent_away(impatient_web: Web) -> None:
    with slow_clients(impatient_web.port, "reads nothing", count=3) as slow:
        time.sleep(4)  # twice the server's limit
        for one in slow.sockets:
            assert len(read_whole(one)) < 4_000_000  # of ten responses of 400 KB


def until_all_are_closed(sockets: list[socket.socket]) -> None:
    for one in sockets:
        read_whole(one)


def read_whole(client: socket.socket) -> bytes:
    """All bytes that the server sends until it closes the connection."""
    client.settimeout(PATIENCE)
    received = b""
    try:
        while some := client.recv(65_536):
            received += some
    except ConnectionResetError:
        pass
    return received
