"""Answers: from the cache, or computed once for all requests that ask at the same time.

While Redis is away, answers come from PostgreSQL. While PostgreSQL is away, the last stored answers
are given as `stale`.
"""

import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from rollups.cache import store
from rollups.cache.compute import compute, one_moment
from rollups.cache.misses import TooBusy, place_for
from rollups.cache.store import Entry, Stored, key_of
from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Summary
from rollups.servers import database, redis_client
from rollups.servers.breaker import ServerAway
from rollups.servers.locks import lock_answer


@dataclass(frozen=True)
class Answer:
    """A finished answer and its outcome.

    `hit`: from the cache, and fresh.
    `miss`: computed, because the cache had none or an old one.
    `bypass`: computed, because the caller asked for that.
    `stale`: from the cache, and old. PostgreSQL is away or too slow, or no place was free.
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
    summary: Summary,
    query: SummaryQuery,
    *,
    who: Hashable = None,
    bypass: bool = False,
    fetch: Callable[[str], Stored | None] = store.fetch,
) -> Answer:
    """Answer a question. `who` is any key of the caller. `bypass`: compute it in any case.
    `fetch`: gives the entry of a key.

    If the cache has no entry at all, raise ServerAway if PostgreSQL is away or too slow, and
    TooBusy if no place is free.
    """
    stored = None if bypass else fetch(key_of(summary, query))
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
        # Without Redis the lock is of no use: others could not read what the first one computed.
        if not redis_client.breaker.is_open:
            lock_answer(key)
            stored = None if bypass else store.fetch(key)
            if stored and stored.is_fresh:
                return Answer(stored.entry, "hit")
        [(_, entry)] = compute([(summary, query)])
    return Answer(entry, "bypass" if bypass else "miss")
