"""Answers without Redis."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch
from uuid import UUID

import pytest
import redis
from redis import ConnectionPool
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from rollups.servers import redis_client
from tests import raw
from tests.faults.servers import Redis
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"
CONNECT = ConnectionPool.get_connection


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@contextmanager
def killed(server: Redis) -> Iterator[None]:
    server.kill()
    yield


@pytest.mark.parametrize("away", [killed, Redis.suspended])
def test_answers_come_from_postgresql_and_only_the_first_request_asks_redis(
    client: APIClient,
    app_id: UUID,
    own_redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
    away: Callable[[Redis], AbstractContextManager[None]],
) -> None:
    monkeypatch.setattr(redis_client.breaker, "_seconds", PATIENCE)
    raw.conference(app_id)
    drain()

    asked = []
    with away(own_redis):
        for _ in range(5):
            # Each command and each pipeline takes a connection.
            with patch.object(
                ConnectionPool, "get_connection", autospec=True, side_effect=CONNECT
            ) as connect:
                response = client.get(ADDRESS, {"appId": str(app_id)})
            asked.append(connect.call_count)
            assert (response.status_code, response["X-Cache"]) == (200, "miss")
            assert response.json()["data"][0]["total"] == 1

    # The first request waits for Redis. The others would wait for each command.
    assert asked[0] > 0
    assert asked[1:] == [0, 0, 0, 0]


def test_a_redis_that_has_lost_its_scripts_gets_them_again(
    client: APIClient, app_id: UUID, own_redis: Redis
) -> None:
    asked = [client.get(ADDRESS, {"appId": str(app_id)})["X-Cache"] for _ in range(2)]
    redis.Redis.from_url(own_redis.url(0)).script_flush()
    asked += [client.get(ADDRESS, {"appId": str(app_id)})["X-Cache"] for _ in range(2)]

    assert asked == ["miss", "hit", "hit", "hit"]
    assert not redis_client.breaker.is_open
