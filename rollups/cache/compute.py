"""Computes answers, several from one snapshot, and stores them."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import orjson
from django.db import connection, transaction

from rollups.cache import store
from rollups.cache.store import Entry, Other, Question
from rollups.changes.freshness import freshness_of
from rollups.changes.versions import written
from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Snapshot
from rollups.reading.stretches import days_of


def compute(questions: Sequence[Question]) -> list[tuple[Question, Entry]]:
    """Compute and store the answers, also those that the cache has. Call it in `one_moment`."""
    freshness = freshness_of({query.app_id for _, query in questions})
    snapshot = Snapshot([query for _, query in questions])
    entries = [
        (question, Entry.of(snapshot.content(*question), freshness.as_of)) for question in questions
    ]
    store.put(entries, freshness)
    return entries


def rewarm(
    of_apps: Mapping[UUID, Mapping[Question, Other]], most: float
) -> Iterator[tuple[UUID, list[Question]]]:
    """Compute and store answers, one app after the other. Call it in `one_moment`.

    `of_apps`: each app's questions, and what the cache holds for them. The oldest answers come
    first. After `most` seconds no further answer of an app is computed. Give each app as it is
    stored, and the questions that were answered.
    """
    queries = [query for of_app in of_apps.values() for _, query in of_app]
    freshness = freshness_of(of_apps.keys())
    snapshot = Snapshot(queries, written(of_apps.keys(), _first_day(queries)))
    for app_id, of_app in of_apps.items():
        end = time.monotonic() + most
        bodies: list[tuple[Question, bytes]] = []
        for question in sorted(of_app, key=lambda one: of_app[one].version):
            bodies.append((question, orjson.dumps(snapshot.content(*question))))
            if time.monotonic() > end:
                break
        store.put_bodies(bodies, of_app, freshness)
        yield app_id, [question for question, _ in bodies]


def _first_day(queries: Iterable[SummaryQuery]) -> date | None:
    """The first UTC day of the queries and of the periods before them. None: there is no first."""
    with_before = [one for query in queries for one in (query, query.before) if one]
    days = [days_of(one)[0] for one in with_before]
    return None if date.min in days else min(days, default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """A read-only transaction. All its statements see the rows of one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
