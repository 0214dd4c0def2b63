"""The other servers that the product needs: the cache, the broker, and Celery's workers."""

from typing import NamedTuple

from celery import current_app
from django.conf import settings

from rollups.servers.redis_client import ask, impatient

# It evicts keys that have a TTL, and of these the ones that were not used for longest. The messages
# of a broker on the same server have none.
EVICTION = "volatile-lru"
_PING_SECONDS = 1


class Cache(NamedTuple):
    """What the cache's server says of itself.

    memory: in words, such as 1.5M. maxmemory: in bytes; 0: no limit. maxmemory and policy are None
    if the server does not tell them.
    """

    keys: int
    memory: str
    maxmemory: int | None
    policy: str | None

    @property
    def is_bounded(self) -> bool:
        """False if the server has no limit, or would not evict by EVICTION at its limit."""
        return self.maxmemory != 0 and self.policy in (EVICTION, None)


def read_cache() -> Cache:
    """Raise ServerAway if the server does not answer, or did not answer some seconds ago.

    INFO tells the limit also where CONFIG is forbidden.
    """
    keys = ask(lambda client: client.dbsize())
    memory = ask(lambda client: client.info("memory"))
    return Cache(
        keys,
        memory["used_memory_human"],
        memory.get("maxmemory"),
        memory.get("maxmemory_policy"),
    )


def read_broker() -> int:
    """The number of messages that wait for a worker. Raise RedisError if the broker is away."""
    with impatient(settings.CELERY_BROKER_URL) as client:
        return int(client.llen(current_app.conf.task_default_queue))


def read_workers() -> list[str]:
    """The names of the workers that answer within a second.

    Raise kombu's OperationalError or RedisError if the broker is away.
    """
    answers = current_app.control.ping(timeout=_PING_SECONDS) or []
    return sorted(name for answer in answers for name in answer)
