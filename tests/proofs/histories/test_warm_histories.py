"""After any history of writes, every warm answer equals one computed from all rows.

The process that warms keeps sums of days that were not written, and leaves bodies in Redis that are
the same. Time passes between two warmings. Some answers are evicted. HISTORY plays one seed again.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import orjson
import pytest
import redis
import time_machine
from django.conf import settings
from django.db import connection

from rollups.cache import opened_zones, store, warm
from rollups.cache.compute import one_moment
from rollups.cache.store import key_of
from rollups.pipeline import audit
from rollups.reading.snapshot import Snapshot
from tests.proofs.histories.history import Connect, History
from tests.proofs.histories.product import Product
from tests.proofs.histories.test_histories import SEEDS, STEPS

ZONES = ("Asia/Kolkata", "America/New_York")
PASSES = [timedelta(), timedelta(minutes=1), timedelta(hours=1), timedelta(hours=7)]


class WarmProduct(Product):
    """Warms after each refresh, and compares all warm answers. Its clock goes ahead."""

    compared = 0
    now: datetime

    def refresh(self, rng: Random) -> str:
        way = super().refresh(rng)
        if rng.random() < 0.1:
            [*audit.audit_all(repair=True)]  # a write that does not say which days it wrote
        self.now += rng.choice(PASSES)
        with time_machine.travel(self.now, tick=False):
            self._warm(rng)
        return way

    def _warm(self, rng: Random) -> None:
        apps = list(_apps())
        for app_id in apps:
            opened_zones.note(app_id, rng.choice(ZONES), self.now)
        asked = warm.all_questions(apps, self.now)
        cache = redis.Redis.from_url(settings.REDIS_URL)
        cache.delete(*(key_of(*question) for question in rng.sample(asked, 3)))
        warm.warm(apps)
        with one_moment():
            snapshot = Snapshot([query for _, query in asked])
            for question in asked:
                stored = store.fetch(key_of(*question))
                assert stored is not None
                assert stored.is_fresh
                body = orjson.dumps(snapshot.content(*question))
                entry = store.Entry.of_body(body, None)
                summary, query = question
                told = f"{summary.key} of {query}"
                assert (stored.entry.etag, told) == (entry.etag, told)
                assert (stored.entry.gzipped, told) == (entry.gzipped, told)
                self.compared += 1


def _apps() -> Iterator[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM public.app ORDER BY id")
        yield from (app_id for (app_id,) in cursor.fetchall())


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_warm_answer_equals_a_computed_one(seed: str, connect: Connect) -> None:
    product = WarmProduct()
    history = History(seed, connect, product)
    product.now = history.now
    history.play(STEPS, questions=0)
    assert product.compared > 0
