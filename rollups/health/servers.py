"""The other servers that the product stands on: the cache, the broker, and Celery's workers."""

from typing import NamedTuple

from celery import current_app
from django.conf import settings

from rollups.servers.redis_client import ask, impatient

_PING_SECONDS = 1


class Cache(NamedTuple):
    """`memory` in words, such as 1.5M."""

    keys: int
    memory: str


def read_cache() -> Cache:
    """Raise ServerAway if it does not answer, or did not some seconds ago."""
    keys = ask(lambda client: client.dbsize())
    memory = ask(lambda client: client.info("memory"))
    return Cache(keys, memory["used_memory_human"])


def read_broker() -> int:
    """The number of messages that wait for a worker. Raise RedisError if it does not answer."""
    with impatient(settings.CELERY_BROKER_URL) as client:
        return int(client.llen(current_app.conf.task_default_queue))


def read_workers() -> list[str]:
    """The names of the workers that answer within a second.

    Raise kombu's OperationalError or RedisError if the broker does not answer.
    """
    answers = current_app.control.ping(timeout=_PING_SECONDS) or []
    return sorted(name for answer in answers for name in answer)
