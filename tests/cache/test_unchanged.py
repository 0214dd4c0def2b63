"""A body that has not changed is not stored again. Its entry gets the new version."""

from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.db import connection

from rollups.cache import store, warm
from rollups.cache.store import Entry, Other, Question, key_of
from rollups.changes.freshness import Freshness, freshness_of
from rollups.pipeline.refresh import drain
from rollups.reading.query import SummaryQuery
from rollups.statistics.dashboard import DASHBOARD
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

BODY = b'{"figures": 1}'


@pytest.fixture
def question() -> Question:
    app_id = raw.app()
    raw.conference(app_id)
    drain()
    return DASHBOARD, SummaryQuery(app_id, group_by="day")


@pytest.fixture
def cache() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


def later(freshness: Freshness, by: int) -> Freshness:
    """The same moment, and newer versions."""
    versions = {app_id: version + by for app_id, version in freshness.versions.items()}
    return Freshness(freshness.as_of, versions)


def stored(question: Question) -> tuple[Freshness, dict[Question, Other]]:
    """Store BODY, and return what `renew` says of it when the app has a newer version."""
    freshness = freshness_of([question[1].app_id])
    store.put([(question, Entry.of_body(BODY, freshness.as_of))], freshness)
    newer = later(freshness, by=1)
    return newer, store.renew([question], newer)


def test_an_entry_with_the_same_body_gets_only_the_version(
    question: Question, cache: redis.Redis
) -> None:
    newer, others = stored(question)
    cache.hset(key_of(*question), "body", b"as it was")

    store.put_bodies([(question, BODY)], others, newer)

    found = cache.hgetall(key_of(*question))
    assert found[b"body"] == b"as it was"
    assert int(found[b"version"]) == newer.versions[question[1].app_id]
    assert store.renew([question], newer) == {}


def test_another_body_is_stored(question: Question) -> None:
    newer, others = stored(question)

    store.put_bodies([(question, b"{}")], others, newer)

    entry = store.fetch(key_of(*question))
    assert entry is not None
    assert entry.entry == Entry.of_body(b"{}", newer.as_of)


def test_an_entry_that_was_evicted_or_replaced_meanwhile_is_stored_whole(
    question: Question, cache: redis.Redis
) -> None:
    newer, others = stored(question)
    for meanwhile in (
        lambda: cache.delete(key_of(*question)),
        lambda: store.put([(question, Entry.of_body(b"[]", newer.as_of))], newer),
    ):
        meanwhile()

        store.put_bodies([(question, BODY)], others, newer)

        entry = store.fetch(key_of(*question))
        assert entry is not None
        assert entry.entry == Entry.of_body(BODY, newer.as_of)


def test_an_entry_of_a_newer_version_keeps_it(question: Question, cache: redis.Redis) -> None:
    newer, others = stored(question)
    newest = later(newer, by=1)
    store.put([(question, Entry.of_body(BODY, newest.as_of))], newest)

    store.put_bodies([(question, BODY)], others, newer)

    assert store.renew([question], newest) == {}


def test_a_change_that_leaves_answers_as_they_are_stores_no_body(
    question: Question, cache: redis.Redis
) -> None:
    app_id: UUID = question[1].app_id
    warm.warm([app_id])
    keys = list(cache.scan_iter(f"*:{app_id}:*"))
    for key in keys:
        cache.hset(key, "body", b"as it was")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.conference SET duration = duration + 1")  # 61 s: same bucket
    drain()

    assert warm.warm([app_id]).computed == len(keys)

    assert {cache.hget(key, "body") for key in keys} == {b"as it was"}
