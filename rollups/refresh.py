"""Refresh: bring facts and rollups up to date with the raw rows that changed.

The oldest rows of the queue are found, and then, app by app, in one transaction each:

1. the app is locked;
2. its rows are deleted from the queue;
3. their conferences are rebuilt from the raw rows, in one statement (see `statements`). It reads
   the raw rows later than the queue was read: what changed in between is still queued.

If it is cut off anywhere, the transaction never was: the rows are still queued, and nothing was
counted. If two refreshes find the same rows, the lock makes one of them wait or do without.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rollups import backfill, capture
from rollups.definitions import APPS_OF_CONFERENCES, SOURCES
from rollups.locks import lock_app
from rollups.statements import rebuild

BATCH = 2_000  # rows of the queue; a batch takes well under a second, so drains stay short

# Rows without an app are for whoever comes first.
_OLDEST = """
SELECT id, app_id FROM rollups.change_queue
WHERE app_id IS NULL
   OR abs(mod(hashtextextended(app_id::text, 0), %(shards)s)) = %(shard)s
ORDER BY id LIMIT %(batch)s"""

_TAKE = (
    "DELETE FROM rollups.change_queue WHERE id = ANY(%(ids)s) "
    "RETURNING conference_id, source, row_id"
)

_FIND = """
INSERT INTO rollups.change_queue (app_id, conference_id)
WITH changed AS (SELECT unnest(%(row_ids)s::uuid[]) AS id),
touched (app_id, conference_id) AS ({conferences})
SELECT DISTINCT app_id, conference_id FROM touched"""


@dataclass
class Refreshed:
    """What a refresh did: the number of conferences rebuilt in each app, and whether a whole
    table had been emptied, so that every day had to be looked at."""

    conferences: Counter[UUID] = field(default_factory=Counter)
    everything: bool = False


def drain(*, shard: int = 0, shards: int = 1, wait: bool = True) -> Refreshed:
    """Refresh until the shard's queue holds nothing that this caller may take.

    With `wait`, until it is empty. Without, apps that another worker is busy with are left to it.
    """
    refreshed = Refreshed()
    while oldest := _oldest(shard, shards):
        taken = [
            _find_conferences(refreshed, ids)
            if app_id is None
            else _refresh_app(refreshed, app_id, ids, wait=wait)
            for app_id, ids in oldest.items()
        ]
        if not any(taken):
            break
    if refreshed.everything:
        backfill.run(on_day=lambda day, count: refreshed.conferences.update({day.app_id: count}))
    return refreshed


def _oldest(shard: int, shards: int) -> dict[UUID | None, list[int]]:
    """The oldest rows of the shard's queue: their ids, by app."""
    by_app = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, {"shard": shard, "shards": shards, "batch": BATCH})
        for id_, app_id in cursor.fetchall():
            by_app[app_id].append(id_)
    return by_app


@transaction.atomic
def _refresh_app(refreshed: Refreshed, app_id: UUID, ids: list[int], *, wait: bool) -> bool:
    """Refresh what these rows of the queue call for; false if the app is locked by another."""
    if not lock_app(app_id, wait=wait):
        return False
    conference_ids = {conference_id for conference_id, _, _ in _take(ids)}
    rebuild(app_id, conference_ids)
    refreshed.conferences[app_id] += len(conference_ids)
    return True


@transaction.atomic
def _find_conferences(refreshed: Refreshed, ids: list[int]) -> bool:
    """Queue the conferences that were not known when raw rows changed, under their apps.

    Where a table was emptied, every day is to be built again.
    """
    changed = defaultdict(list)
    for conference_id, source, row_id in _take(ids):
        changed[source].append(row_id or conference_id)
    if any(None in row_ids for row_ids in changed.values()):
        capture.mark_all_days()
        refreshed.everything = True
        return True
    finding = {source.name: source.conferences for source in SOURCES}
    with connection.cursor() as cursor:
        for name, row_ids in changed.items():
            conferences = finding[name] if name else APPS_OF_CONFERENCES
            cursor.execute(_FIND.format(conferences=conferences), {"row_ids": row_ids})
    return True


def _take(ids: list[int]) -> list[tuple[Any, ...]]:
    """Delete the rows; return the (conference_id, source, row_id) of each."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"ids": ids})
        return list(cursor.fetchall())
