"""Refresh: bring facts and rollups up to date with the raw rows that changed.

The apps that have rows on the queue are found, and then, app by app, in one transaction each:

1. the app is locked;
2. its oldest rows are deleted from the queue;
3. their conferences are rebuilt from the raw rows, in one statement (see `statements`). It reads
   the raw rows later than the queue was read: what changed in between is still queued.

If it is cut off anywhere, the transaction never was: the rows are still queued, and nothing was
counted. If two refreshes find the same rows, the lock makes one of them wait or do without.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from rollups import backfill, capture
from rollups.definitions import APPS_OF_CONFERENCES, SOURCES
from rollups.locks import lock_app
from rollups.statements import rebuild

BATCH = 2_000  # rows of the queue; a batch takes well under a second, so drains stay short

# Rows without an app are for whoever comes first.
_WAITING = """
SELECT app_id FROM rollups.change_queue
WHERE app_id IS NULL
   OR abs(mod(hashtextextended(app_id::text, 0), %(shards)s)) = %(shard)s
GROUP BY app_id ORDER BY min(id)"""

_TAKE = """
DELETE FROM rollups.change_queue WHERE id = ANY(ARRAY(
    SELECT id FROM rollups.change_queue
    WHERE app_id IS NOT DISTINCT FROM %(app_id)s ORDER BY id LIMIT %(batch)s
))
RETURNING conference_id, source, row_id, queued_at"""

_FIND = """
INSERT INTO rollups.change_queue (app_id, conference_id, queued_at)
WITH changed AS (SELECT unnest(%(row_ids)s::uuid[]) AS id),
touched (app_id, conference_id) AS ({conferences})
SELECT DISTINCT app_id, conference_id, %(queued_at)s::timestamptz FROM touched"""


@dataclass
class Refreshed:
    """What a refresh did: the number of conferences rebuilt in each app, when the changes of each
    were written, and whether a whole table had been emptied, so that every day had to be looked
    at."""

    conferences: Counter[UUID] = field(default_factory=Counter)
    changed_at: defaultdict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    everything: bool = False


def drain(*, shard: int = 0, shards: int = 1, wait: bool = True) -> Refreshed:
    """Refresh until the shard's queue holds nothing that this caller may take.

    With `wait`, until it is empty. Without, apps that another worker is busy with are left to it.
    """
    refreshed = Refreshed()
    while waiting := _waiting(shard, shards):
        taken = [
            _find_conferences(refreshed)
            if app_id is None
            else _refresh_app(refreshed, app_id, wait=wait)
            for app_id in waiting
        ]
        if not any(taken):
            break
    if refreshed.everything:
        backfill.run(on_day=lambda day, count: refreshed.conferences.update({day.app_id: count}))
    return refreshed


def _waiting(shard: int, shards: int) -> list[UUID | None]:
    """The apps of the shard that have rows on the queue, the one with the oldest row first.

    Whole batches of one app: a statement costs some 15 ms to plan, however few its conferences.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"shard": shard, "shards": shards})
        return [app_id for (app_id,) in cursor.fetchall()]


@transaction.atomic
def _refresh_app(refreshed: Refreshed, app_id: UUID, *, wait: bool) -> bool:
    """Refresh what the app's oldest rows call for; false if the app is locked by another."""
    if not lock_app(app_id, wait=wait):
        return False
    taken = _take(app_id)
    if not taken:  # by another worker, while we waited
        return True
    conference_ids = {row.conference_id for row in taken if row.conference_id}
    changed_at = [row.queued_at for row in taken]
    rebuild(app_id, conference_ids, changed_at=min(changed_at))
    refreshed.conferences[app_id] += len(conference_ids)
    refreshed.changed_at[app_id] += changed_at
    return True


@transaction.atomic
def _find_conferences(refreshed: Refreshed) -> bool:
    """Queue the conferences that were not known when raw rows changed, under their apps.

    Where a table was emptied, every day is to be built again.
    """
    taken = _take(None)
    if not taken:
        return True
    changed = defaultdict(list)
    for row in taken:
        changed[row.source].append(row.row_id or row.conference_id)
    changed_at = min(row.queued_at for row in taken)
    if any(None in row_ids for row_ids in changed.values()):
        capture.mark_all_days(changed_at)
        refreshed.everything = True
        return True
    finding = {source.name: source.conferences for source in SOURCES}
    with connection.cursor() as cursor:
        for name, row_ids in changed.items():
            conferences = finding[name] if name else APPS_OF_CONFERENCES
            cursor.execute(
                _FIND.format(conferences=conferences),
                # The change is as old as it was: what is as of a later moment must not lack it.
                {"row_ids": row_ids, "queued_at": changed_at},
            )
    return True


class _Queued(NamedTuple):
    conference_id: UUID | None
    source: str | None
    row_id: UUID | None
    queued_at: datetime


def _take(app_id: UUID | None) -> list[_Queued]:
    """Delete the app's oldest rows, a batch at most, and return them."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"app_id": app_id, "batch": BATCH})
        return [_Queued(*row) for row in cursor.fetchall()]
