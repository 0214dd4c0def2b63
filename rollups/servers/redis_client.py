"""The Redis of the cache. We wait for it only briefly.

With a hung server, each command of each request would wait for its timeout. So a command has 0.25 s
and one attempt. After a failure no command is sent for some seconds. The timeouts and the single
attempt are settings of redis-py. The pause is ours: redis-py has one only between several servers.
"""

import threading
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from rollups.servers.breaker import Breaker

TIMEOUT = 0.25  # seconds for one command
T = TypeVar("T")

breaker = Breaker(redis.RedisError, seconds=5)
_making = threading.Lock()


def ask(command: Callable[["redis.Redis"], T]) -> T:
    """Return the result of the command, for example of `ask(lambda redis: redis.get(key))`.

    Raise ServerAway if Redis does not answer, or did not answer some seconds ago.
    """
    with breaker.guard():
        return command(client())


def client() -> "redis.Redis":
    """The one client of this process.

    `cache` alone would make one for each thread that asks first, and keep the last. The others are
    collected, and then redis-py closes the connections of their pools, which `limits` may use.
    """
    with _making:
        return _made()


@cache
def _made() -> "redis.Redis":
    return impatient(settings.REDIS_URL)


def impatient(url: str) -> "redis.Redis":
    """A client that waits 0.25 s for each command and does not try again."""
    return redis.Redis.from_url(
        url,
        socket_timeout=TIMEOUT,
        socket_connect_timeout=TIMEOUT,
        retry=Retry(NoBackoff(), 0),
    )
