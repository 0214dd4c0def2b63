"""A Redis of a test's own, which the test may fill, stop and configure."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from api.access import counters
from rollups.servers import redis_client
from tests.faults.servers import Redis


@pytest.fixture
def own_redis(database: None, settings: Settings, tmp_path: Path) -> Iterator[Redis]:
    """It is the cache, in the place of the one that tests share."""
    server = Redis(tmp_path)
    server.start()
    settings.REDIS_URL = server.url(0)
    _connect_anew()
    yield server
    server.kill()
    _connect_anew()


def _connect_anew() -> None:
    redis_client._made.cache_clear()
    counters._storage.cache_clear()
    redis_client.breaker.close()
