"""Answers by way of the cache: from it, or computed once for all who ask at the same time.

Where Redis is away, answers come from PostgreSQL; where PostgreSQL is away, the last stored ones
are given, and say so.
"""

import gzip
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from rollups import answer_store, database, redis_client
from rollups.answer_store import Entry, Question, key_of
from rollups.batch import Batch
from rollups.breaker import ServerAway
from rollups.computing import TooBusy, computing
from rollups.freshness import Freshness, freshness_of
from rollups.locks import lock_answer
from rollups.query import SummaryQuery
from rollups.summaries import Summary


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
    stored = None if bypass else answer_store.fetch(key)
    if stored and stored.is_fresh:
        return Answer(stored.entry, "hit")
    try:
        with computing(who), database.asked():
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
            stored = None if bypass else answer_store.fetch(key)
            if stored and stored.is_fresh:
                return Answer(stored.entry, "hit")
        [(_, entry)] = compute([(summary, query)], warmed=False)
    return Answer(entry, "bypass" if bypass else "miss")


def compute(questions: Sequence[Question], *, warmed: bool) -> list[tuple[Question, Entry]]:
    """Compute answers and store them, whether or not the cache has any. Within `one_moment`."""
    freshness: Freshness = freshness_of({query.app_id for _, query in questions})
    batch = Batch([query for _, query in questions])
    entries = [
        (question, Entry.of(batch.content(*question), freshness.as_of)) for question in questions
    ]
    answer_store.store(entries, freshness, warmed=warmed)
    return entries


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction whose statements all see the rows of one moment, and write none."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
