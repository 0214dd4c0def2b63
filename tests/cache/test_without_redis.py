"""Answers also without Redis."""

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import redis
from pytest_django import Settings
from rest_framework.test import APIClient

from launch.ports import free_port
from launch.redis_server import redis_program
from rollups import redis_client
from rollups.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def own_redis(settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis of this test's own, which it may stop."""
    port = free_port()
    command = [str(redis_program()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    redis_client.client.cache_clear()
    for _ in range(100):
        try:
            redis_client.client().ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield process
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()
    redis_client.client.cache_clear()
    redis_client.breaker.close()


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP])
def test_without_redis_answers_come_from_postgresql_and_soon_without_delay(
    client: APIClient, app_id: UUID, own_redis: subprocess.Popen[bytes], stop: signal.Signals
) -> None:
    raw.conference(app_id)
    drain()
    own_redis.send_signal(stop)

    seconds = []
    for _ in range(5):
        began = time.monotonic()
        response = client.get(ADDRESS, {"appId": str(app_id)})
        seconds.append(time.monotonic() - began)
        assert (response.status_code, response["X-Cache"]) == (200, "miss")
        assert response.json()["data"][0]["total"] == 1

    # The first one pays for finding out. The others ask no more: each would wait twice, to load
    # and to store.
    assert sum(seconds[1:]) < 4 * redis_client.TIMEOUT
