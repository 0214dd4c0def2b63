"""Refresh: bring facts and rollups up to date with the raw rows that changed.

In each round every app that has rows in the queue gets one turn, the one with the oldest row first
(see `queue`). So a long queue of one app does not delay the others. A turn is one transaction:

1. The app is locked.
2. Rows are deleted from the queue: those of the app's oldest conferences (see `queue.take`).
3. These conferences are rebuilt from the raw rows, by one statement (see `rebuild`). It reads the
   raw rows after the queue was read. What changed in between is still queued.

If a turn is cut off, its transaction is rolled back: the rows are still queued, and nothing was
counted. If two refreshes find the same rows, the lock lets one take them. The other waits, or skips
the app if `wait` is false.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from uuid import UUID

from django.db import connection, transaction

from rollups.changes import days, queue
from rollups.changes.queue import Queued, Turn
from rollups.definitions.declarations import APPS_OF_CONFERENCES
from rollups.definitions.registry import declared
from rollups.pipeline.rebuild import rebuild
from rollups.servers.locks import lock_app

_FIND = """
WITH changed AS (SELECT unnest(%(row_ids)s::uuid[]) AS id),
touched (app_id, conference_id) AS ({conferences})
SELECT DISTINCT app_id, conference_id, %(queued_at)s::timestamptz FROM touched"""


@dataclass
class Refreshed:
    """What a refresh did.

    `conferences`: how many were rebuilt, of each app. `changed_at`: of each app, when they changed
    first, to a tenth of a second, and how many at that time. `everything`: a table was emptied, and
    all days were noted for the backfill.
    """

    conferences: Counter[UUID] = field(default_factory=Counter)
    changed_at: defaultdict[UUID, Counter[datetime]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    everything: bool = False


def drain(
    *,
    app_id: UUID | None = None,
    shard: int = 0,
    shards: int = 1,
    wait: bool = True,
    within: float = inf,
    on_turn: Callable[[Refreshed], None] = lambda refreshed: None,
) -> Refreshed:
    """Refresh until the queue holds nothing for this caller: of one app, or of the shard's apps.

    If `wait` is false, apps that another worker is busy with are left to it. No turn begins later
    than `within` seconds. What is left stays queued. `on_turn` gets what was done so far.
    """
    end = time.monotonic() + within
    refreshed = Refreshed()
    taken = True
    while taken:
        taken = False
        for turn in queue.turns(app_id=app_id, shard=shard, shards=shards):
            if time.monotonic() > end:
                return refreshed
            taken |= _take_turn(refreshed, turn, wait=wait)
            on_turn(refreshed)
    return refreshed


@transaction.atomic
def _take_turn(refreshed: Refreshed, turn: Turn, *, wait: bool) -> bool:
    """Refresh what the rows ask for. Return false if another worker has locked the app."""
    if not lock_app(turn.app_id, wait=wait):
        return False
    if taken := queue.take(turn):  # none: another worker took them while we waited
        if turn.app_id is None:
            _find_conferences(refreshed, taken)
        else:
            _rebuild(refreshed, turn.app_id, taken)
    return True


def _rebuild(refreshed: Refreshed, app_id: UUID, taken: list[Queued]) -> None:
    conference_ids = {row.conference_id for row in taken if row.conference_id}
    rebuild(app_id, conference_ids, changed_at=min(row.queued_at for row in taken))
    refreshed.conferences[app_id] += len(conference_ids)
    refreshed.changed_at[app_id].update(_tenth(row.queued_at) for row in taken)


def _tenth(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 100_000 * 100_000)


def _find_conferences(refreshed: Refreshed, taken: list[Queued]) -> None:
    """Queue the conferences that were not known when raw rows changed, under their apps.

    If a table was emptied, note all days for the backfill instead.
    """
    changed = defaultdict(list)
    for row in taken:
        changed[row.source].append(row.row_id or row.conference_id)
    changed_at = min(row.queued_at for row in taken)
    if any(None in row_ids for row_ids in changed.values()):
        days.note_all(changed_at)
        refreshed.everything = True
        return
    finding = {source.name: source.conferences for source in declared().sources}
    with connection.cursor() as cursor:
        for name, row_ids in changed.items():
            conferences = finding[name] if name else APPS_OF_CONFERENCES
            cursor.execute(
                queue.put(_FIND.format(conferences=conferences)),
                # With the time of the change: answers that are true of a later moment must have it.
                {"row_ids": row_ids, "queued_at": changed_at},
            )
