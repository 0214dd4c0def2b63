"""The memory of Redis limits the entries that nobody warms. Nothing else is lost for them."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import kombu
import pytest
import redis
from django.test import Client

from api.access.counters import requests, seconds_refused
from rollups.cache import store, warm
from rollups.cache.store import Entry, Question, key_of
from rollups.changes.freshness import freshness_of
from rollups.health.checks import Check
from rollups.health.report import can_serve, ready
from rollups.health.servers import Cache
from rollups.pipeline.refresh import drain
from rollups.reading.query import SummaryQuery
from rollups.statistics.dashboard import DASHBOARD
from tests import raw
from tests.cache.ageing import stay_unused
from tests.faults.servers import Redis
from tests.health.exposed import samples

ROOM = 2_000_000  # bytes for entries
SIZE = 5_000  # bytes of a dashboard's entry
TICKS = 25
TICK = 30  # seconds between two warmings
ASKED = 40  # new questions in a tick
FLOODER = "203.0.113.1"


@pytest.fixture
def app_id(own_redis: Redis) -> UUID:
    app_id = raw.app()
    raw.conference(app_id)
    drain()
    return app_id


@pytest.fixture
def server(own_redis: Redis) -> redis.Redis:
    """The server of the cache, which has little room."""
    used = own_redis.client.info("memory")["used_memory"]
    own_redis.client.config_set("maxmemory", used + ROOM)
    return own_redis.client


def flood(app_id: UUID, server: redis.Redis) -> list[Question]:
    """Ask more new questions than there is room for. Warm the app before those of each tick."""
    freshness = freshness_of([app_id])
    asked = []
    for tick in range(TICKS):
        assert bool(warm.warm([app_id]).computed) == (tick == 0)
        for question in _new_questions(app_id, tick):
            seconds_refused(requests(), "address", FLOODER)
            entry = Entry(random.randbytes(SIZE), 'W/"etag"', freshness.as_of)
            store.put([(question, entry)], freshness)
            asked.append(question)
        stay_unused(server, TICK)
    return asked


def _new_questions(app_id: UUID, tick: int) -> Iterator[Question]:
    for number in range(ASKED):
        start = raw.NOON + timedelta(seconds=tick * ASKED + number)
        yield DASHBOARD, SummaryQuery(app_id, group_by="day", start=start)


def test_a_flood_of_questions_stays_within_maxmemory_and_spares_what_is_warm(
    app_id: UUID, server: redis.Redis
) -> None:
    asked = flood(app_id, server)

    memory = server.info("memory")
    assert memory["used_memory"] <= memory["maxmemory"]
    assert server.info("stats")["evicted_keys"] > len(asked) / 2
    assert warm.warm([app_id]).computed == 0
    assert store.fetch(key_of(*asked[0])) is None
    assert store.fetch(key_of(*asked[-1])) is not None


def test_a_flood_does_not_reset_the_count_of_its_own_requests(
    app_id: UUID, server: redis.Redis
) -> None:
    asked = flood(app_id, server)

    # One counter for this minute, one for the minute before.
    counted = server.mget(server.keys("limit*"))
    assert sum(int(one or 0) for one in counted) == len(asked)


def test_a_flood_leaves_the_messages_of_a_broker_on_the_same_server(
    app_id: UUID, server: redis.Redis, own_redis: Redis
) -> None:
    with kombu.Connection(own_redis.url(1)) as connection:
        queue = connection.SimpleQueue("celery")
        queue.put("first")
        queue.put("second")
        taken = queue.get()
        broker = redis.Redis.from_url(own_redis.url(1))
        stay_unused(broker, 24 * 3600)
        keys = {*broker.keys()}

        flood(app_id, server)

        assert {b"celery", b"unacked", b"unacked_index"} < keys
        assert {*broker.keys()} == keys
        assert (taken.payload, queue.get().payload) == ("first", "second")


def cache_check() -> Check:
    [found] = [one for one in ready() if one.name == "cache"]
    return found


def bounded() -> float:
    said = Client().get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    return samples(said)["rollups_cache_bounded", frozenset()]


def test_a_server_with_a_limit_and_volatile_lru_is_ok(server: redis.Redis) -> None:
    found = cache_check()

    assert (found.ok, found.mend, bounded()) == (True, "", 1)
    assert found.value.startswith("0 keys, ")


@pytest.mark.parametrize(
    ("maxmemory", "policy", "told"),
    [
        ("0", "volatile-lru", "without maxmemory"),
        ("0", "noeviction", "without maxmemory"),
        ("256mb", "noeviction", "maxmemory-policy noeviction"),
        ("256mb", "allkeys-lru", "maxmemory-policy allkeys-lru"),
        ("256mb", "volatile-ttl", "maxmemory-policy volatile-ttl"),
    ],
)
def test_a_server_without_a_limit_or_with_another_policy_is_not_ok_and_we_still_serve(
    server: redis.Redis, maxmemory: str, policy: str, told: str
) -> None:
    server.config_set("maxmemory", maxmemory)
    server.config_set("maxmemory-policy", policy)

    found = cache_check()

    assert (found.ok, bounded()) == (False, 0)
    assert found.value.endswith(f", {told}")
    assert "Set maxmemory (256mb, for example) and maxmemory-policy volatile-lru" in found.mend
    assert can_serve(ready())


def test_a_server_that_does_not_tell_its_limit_is_taken_to_have_one() -> None:
    assert Cache(keys=0, memory="1M", maxmemory=None, policy=None).is_bounded
