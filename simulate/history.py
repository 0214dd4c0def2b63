"""A history in bulk: applies each life's steps in memory and copies the resulting rows.

All is one transaction: an interrupted run writes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from simulate import store, traffic
from simulate.ledger import Batch, Ledger
from simulate.life import Life

BATCH = 1_000  # conferences for one COPY of each table: a few MB of text


def fill(
    seed: int, now: datetime, days: float, conferences: int, done: Callable[[int], object]
) -> Counter[str]:
    """Write a history that ends `now`. Return the number of rows by table."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            store.ensure_apps(cursor, now - timedelta(days=days))
        return write(traffic.past(seed, now, days, conferences), now, done)


def write(lives: Iterable[Life], now: datetime, done: Callable[[int], object]) -> Counter[str]:
    """Copy the lives' rows, as they are at `now`, within the caller's transaction.

    `done` is called with the number of conferences of each batch.
    """
    written: Counter[str] = Counter()
    with connection.cursor() as cursor:
        # Check foreign keys at each COPY. Otherwise a million checks run at the commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        ledger = Ledger(store.known_participants(cursor))
        for batch in _one_ahead(_batches(iter(lives), now, ledger)):
            for table, rows in batch.rows.items():
                store.copy(cursor, table, rows)
            if not written:
                store.analyze(cursor)
            written.update({table: len(rows) for table, rows in batch.rows.items()})
            done(batch.conferences)
        store.analyze(cursor)
        for step in ledger.updates.values():
            store.carry_out(cursor, step)
    return written


def _batches(lives: Iterator[Life], now: datetime, ledger: Ledger) -> Iterator[Batch]:
    while some := list(islice(lives, BATCH)):
        for life in some:
            for step in life.steps:
                if step.at <= now:
                    ledger.apply(step)
        yield ledger.take()


def _one_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches. The next one is made while PostgreSQL writes the current one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        upcoming = thread.submit(next, batches, None)
        while (batch := upcoming.result()) is not None:
            upcoming = thread.submit(next, batches, None)
            yield batch
