"""Answers also without Redis."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import pytest
from pytest_django import Settings
from redis import Redis, RedisError
from rest_framework.test import APIClient

from launch.ports import free_port
from launch.redis_server import redis_program
from rollups.pipeline.refresh import drain
from rollups.servers import redis_client
from tests import raw
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"
COMMAND = Redis.execute_command


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def own_redis(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis of this test's own, which it may stop."""
    port = free_port()
    command = [str(redis_program()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    redis_client.breaker.close()
    monkeypatch.setattr(redis_client.breaker, "_seconds", PATIENCE)
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    redis_client._made.cache_clear()
    until(_answers)
    yield process
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()
    redis_client._made.cache_clear()
    redis_client.breaker.close()


def _answers() -> bool:
    try:
        return bool(redis_client.client().ping())
    except RedisError:
        return False


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP])
def test_without_redis_answers_come_from_postgresql_and_redis_is_asked_once(
    client: APIClient, app_id: UUID, own_redis: subprocess.Popen[bytes], stop: signal.Signals
) -> None:
    raw.conference(app_id)
    drain()
    own_redis.send_signal(stop)

    commands = []
    for _ in range(5):
        with patch.object(Redis, "execute_command", autospec=True, side_effect=COMMAND) as asked:
            response = client.get(ADDRESS, {"appId": str(app_id)})
        commands.append(asked.call_count)
        assert (response.status_code, response["X-Cache"]) == (200, "miss")
        assert response.json()["data"][0]["total"] == 1

    # The first request pays for finding out. The others would wait for every command.
    assert commands[0] > 0
    assert commands[1:] == [0, 0, 0, 0]
