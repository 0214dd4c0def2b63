"""Computes answers, several from one snapshot, and stores them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from rollups.cache import store
from rollups.cache.store import Entry, Question
from rollups.changes.freshness import freshness_of
from rollups.reading.snapshot import Snapshot


def compute(questions: Sequence[Question]) -> list[tuple[Question, Entry]]:
    """Compute and store the answers, also those that the cache has. Call it in `one_moment`."""
    freshness = freshness_of({query.app_id for _, query in questions})
    snapshot = Snapshot([query for _, query in questions])
    entries = [
        (question, Entry.of(snapshot.content(*question), freshness.as_of)) for question in questions
    ]
    store.put(entries, freshness)
    return entries


@contextmanager
def one_moment() -> Iterator[None]:
    """A read-only transaction. All its statements see the rows of one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
