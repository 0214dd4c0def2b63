"""The web server as `./run` starts it, on the test's database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from launch.ports import LOOPBACK, free_port
from launch.services import product
from launch.supervisor import Service
from tests.process import Process
from tests.server.visitor import Visitor


def web_service(port: int, environment: dict[str, str], *arguments: str) -> Service:
    """The web server that trusts a proxy on this machine, with more arguments."""
    web = product(port, {**environment, "TRUSTED_PROXIES": LOOPBACK})[0]
    return replace(web, argv=[*web.argv, *arguments])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def web(port: int, process_environment: dict[str, str], tmp_path: Path) -> Iterator[Process]:
    """The web server, running."""
    process = Process(web_service(port, process_environment), tmp_path / "web")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def visitor(database: None) -> Visitor:
    return Visitor.come()
