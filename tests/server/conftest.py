"""The web server as `./run` starts it, on the test database."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from launch.ports import LOOPBACK, free_port
from launch.services import product
from tests.process import Process, environment
from tests.server.visitor import Visitor


class Web(Process):
    """The web server at `port`, with additional arguments. It trusts proxies on this machine."""

    def __init__(self, folder: Path, env: Mapping[str, str], *arguments: str) -> None:
        self.port = free_port()
        web = product(self.port, {**env, "TRUSTED_PROXIES": LOOPBACK})[0]
        super().__init__(replace(web, argv=[*web.argv, *arguments]), folder / "web.log")


@pytest.fixture
def web(process_environment: dict[str, str], tmp_path: Path) -> Iterator[Web]:
    process = Web(tmp_path, process_environment)
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="package")
def shared_web(migrated_database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One server for all tests that do not change it."""
    process = Web(tmp_path_factory.mktemp("web"), environment())
    process.start()
    yield process
    process.stop()


@pytest.fixture
def visitor(database: None) -> Visitor:
    return Visitor.come()
