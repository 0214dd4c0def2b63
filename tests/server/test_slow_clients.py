"""Many slow clients: who asks beside them does not wait, and none of them stays for ever."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from launch.paths import BIN
from launch.ports import LOOPBACK
from launch.supervisor import Service
from tests.process import Process, running
from tests.server.conftest import web_service
from tests.server.slow import KINDS, slow_clients
from tests.server.visitor import Visitor, get

PATIENCE = 20  # seconds for an answer, far less than slow clients are borne


@contextmanager
def serving(web: Service, folder: Path) -> Iterator[None]:
    """It bears a head that is not whole for longer than a busy machine needs for the test."""
    with running([replace(web, argv=[*web.argv, "--keep-alive", "60"])], folder):
        yield


def assert_answers_beside(port: int, visitor: Visitor, kind: str) -> None:
    get(port, visitor.address, visitor.headers)
    with slow_clients(port, kind) as slow:
        for _ in range(20):
            warm = get(port, visitor.address, visitor.headers, patience=PATIENCE)
            assert (warm.status, warm.headers["X-Cache"]) == (200, "hit")
        assert get(port, "/livez", patience=PATIENCE).body == b"alive\n"
        assert slow.all_held()


@pytest.mark.parametrize("kind", KINDS)
def test_warm_answers_do_not_wait_for_hundreds_of_slow_clients(
    kind: str,
    port: int,
    process_environment: dict[str, str],
    visitor: Visitor,
    tmp_path: Path,
) -> None:
    with serving(web_service(port, process_environment), tmp_path):
        assert_answers_beside(port, visitor, kind)


def test_nor_do_they_where_gunicorn_is_started_by_hand(
    port: int, process_environment: dict[str, str], visitor: Visitor, tmp_path: Path
) -> None:
    typed = ["proj.wsgi", "--workers", "2", "--threads", "12", "--bind", f"{LOOPBACK}:{port}"]
    web = web_service(port, process_environment)

    with serving(replace(web, argv=[str(BIN / "gunicorn"), *typed]), tmp_path):
        assert_answers_beside(port, visitor, "half a body")


@pytest.mark.parametrize("kind", ["half a head", "half a body", "a byte a second", "idle"])
def test_a_slow_client_is_sent_away(
    kind: str, port: int, process_environment: dict[str, str], tmp_path: Path
) -> None:
    impatient = ("--config", "python:tests.server.impatient")
    with (
        running([web_service(port, process_environment, *impatient)], tmp_path),
        slow_clients(port, kind) as slow,
    ):
        until_all_are_closed(slow.sockets)


def test_so_is_one_who_does_not_read_its_answer(
    port: int, process_environment: dict[str, str], tmp_path: Path
) -> None:
    impatient = ("--config", "python:tests.server.impatient")
    with (
        running([web_service(port, process_environment, *impatient)], tmp_path),
        slow_clients(port, "reads nothing", count=3) as slow,
    ):
        time.sleep(3)  # three times what it is borne
        for one in slow.sockets:
            assert len(read_whole(one)) < 4_000_000  # of ten times 400 KB


def until_all_are_closed(sockets: list[socket.socket]) -> None:
    for one in sockets:
        read_whole(one)


def read_whole(client: socket.socket) -> bytes:
    """What the server sends until it closes the connection."""
    client.settimeout(PATIENCE)
    received = b""
    try:
        while some := client.recv(65_536):
            received += some
    except ConnectionResetError:
        pass
    return received
