"""The client of Redis is made once in a process, also if its first requests come together."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rollups.servers import redis_client

THREADS = 8


def test_threads_that_need_it_first_at_once_share_one_client(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = redis_client.impatient

    def slowly(url: str) -> Any:
        time.sleep(0.2)
        return made(url)

    monkeypatch.setattr(redis_client, "impatient", slowly)
    redis_client._made.cache_clear()
    with ThreadPoolExecutor(THREADS) as threads:
        found = set(threads.map(lambda _: redis_client.client(), range(THREADS)))

    assert len(found) == 1
