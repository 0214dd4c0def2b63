"""Answers by way of the cache: from it, or computed once for all who ask at the same time.

Where Redis is away, answers come from PostgreSQL; where PostgreSQL is away, the last stored ones
are given, and say so.
"""

import gzip
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from rollups.cache import store
from rollups.cache.compute import compute, one_moment
from rollups.cache.misses import TooBusy, place_for
from rollups.cache.store import Entry, key_of
from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Summary
from rollups.servers import database, redis_client
from rollups.servers.breaker import ServerAway
from rollups.servers.locks import lock_answer


@dataclass(frozen=True)
class Answer:
    """A finished answer, and how it came about.

    outcome: `hit`, from the cache; `miss`, computed, for it was not there or too old; `bypass`,
    computed because the caller wished it; `stale`, from the cache though too old, because
    PostgreSQL is away or takes too long, or too much is being computed.
    """

    entry: Entry
    outcome: str

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.entry.gzipped)

    @property
    def as_of(self) -> datetime | None:
        return self.entry.as_of


def answer(
    summary: Summary, query: SummaryQuery, *, who: Hashable = None, bypass: bool = False
) -> Answer:
    """The answer to a question of `who`, any key of a caller; with `bypass`, always computed.

    Raise ServerAway if PostgreSQL is needed and away or takes too long, TooBusy if too much is
    being computed, and the cache has nothing to give instead.
    """
    key = key_of(summary, query)
    stored = None if bypass else store.fetch(key)
    if stored and stored.is_fresh:
        return Answer(stored.entry, "hit")
    try:
        with place_for(who), database.asked():
            return _computed(summary, query, bypass=bypass)
    except (ServerAway, TooBusy):
        if stored is None:
            raise
        return Answer(stored.entry, "stale")


def _computed(summary: Summary, query: SummaryQuery, *, bypass: bool) -> Answer:
    key = key_of(summary, query)
    with one_moment():
        if not redis_client.breaker.is_open:  # else nobody would find what the others computed
            lock_answer(key)
            stored = None if bypass else store.fetch(key)
            if stored and stored.is_fresh:
                return Answer(stored.entry, "hit")
        [(_, entry)] = compute([(summary, query)], warmed=False)
    return Answer(entry, "bypass" if bypass else "miss")
