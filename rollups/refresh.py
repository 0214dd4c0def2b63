"""Refresh: bring facts and rollups up to date with the raw rows that changed.

One batch is one transaction:

1. take the oldest rows of the queue, and lock their apps;
2. delete those rows, and rebuild their conferences from the raw rows, in one statement
   (see `statements`).

If it is cut off anywhere, the transaction never was: the rows are still queued, and nothing was
counted. If two refreshes take the same rows, the lock makes one of them wait or do without.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from rollups import backfill, capture
from rollups.locks import lock_apps
from rollups.statements import rebuild_statement

BATCH = 2_000  # rows of the queue; a batch takes well under a second, so drains stay short

_OLDEST = """
SELECT id, app_id FROM rollups.change_queue
WHERE app_id IS NULL
   OR abs(mod(hashtextextended(app_id::text, 0), %(shards)s)) = %(shard)s
ORDER BY id LIMIT %(batch)s"""

_TAKE = """
DELETE FROM rollups.change_queue WHERE id = ANY(%(ids)s)
RETURNING app_id, conference_id"""

_TAKEN_CONFERENCES = """
SELECT DISTINCT app_id, conference_id FROM taken WHERE app_id IS NOT NULL"""


@dataclass
class Refreshed:
    """What a refresh did: the number of conferences rebuilt in each app, and whether a whole
    table had been emptied, so that every day had to be looked at."""

    conferences: dict[UUID, int] = field(default_factory=dict)
    everything: bool = False

    def add(self, conferences: Iterable[tuple[UUID, int]]) -> None:
        for app_id, count in conferences:
            self.conferences[app_id] = self.conferences.get(app_id, 0) + count


def drain(*, shard: int = 0, shards: int = 1, wait: bool = True) -> Refreshed:
    """Refresh until the shard's queue holds nothing that this caller may take.

    With `wait`, until it is empty. Without, apps that another worker is busy with are left to it.
    """
    refreshed = Refreshed()
    while _refresh_batch(refreshed, shard, shards, wait=wait):
        pass
    if refreshed.everything:
        backfill.run(on_day=lambda day, count: refreshed.add([(day.app_id, count)]))
    return refreshed


@transaction.atomic
def _refresh_batch(refreshed: Refreshed, shard: int, shards: int, *, wait: bool) -> bool:
    """Refresh the oldest rows of the queue; return whether there may be more."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, {"shard": shard, "shards": shards, "batch": BATCH})
        rows = cursor.fetchall()
        locked = set(lock_apps({app_id for _, app_id in rows if app_id}, wait=wait))
        ids = [id_ for id_, app_id in rows if app_id is None or app_id in locked]
        if not ids:
            return False
        if any(app_id is None for _, app_id in rows):
            capture.mark_all_days()
            refreshed.everything = True
        cursor.execute(rebuild_statement(_TAKE, _TAKEN_CONFERENCES), {"ids": ids})
        refreshed.add(cursor.fetchall())
    return True
