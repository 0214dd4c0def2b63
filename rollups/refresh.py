"""Refresh: bring facts and rollups up to date with the raw rows that changed.

The queue is walked from its oldest row on, a span of rows at a time. In each walk an app gets one
turn, so that a long queue of one app does not keep others waiting. A turn is one transaction:

1. the app is locked;
2. rows are deleted from the queue: all that the app's oldest conferences have in the span;
3. these conferences are rebuilt from the raw rows, in one statement (see `statements`). It reads
   the raw rows later than the queue was read: what changed in between is still queued.

If it is cut off anywhere, the transaction never was: the rows are still queued, and nothing was
counted. If two refreshes find the same rows, the lock lets one take them. The other waits, or
skips the app if `wait` is false.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from rollups import capture
from rollups.definitions import APPS_OF_CONFERENCES, SOURCES
from rollups.locks import lock_app
from rollups.shards import IN_SHARD
from rollups.statements import rebuild

BATCH = 2_000  # conferences of a turn: it takes seconds at most
SPAN = 100_000  # rows of the queue that are read together: what bounds memory and each statement

# Which rows go into which turn. A conference may have many rows: they go together, because each
# turn rebuilds it. Rows without an app are for whoever comes first.
# The ids stay text on their way through Python: as numbers they would take ten times the memory.
_TURNS = f"""
WITH span AS MATERIALIZED (
    SELECT id, app_id, coalesce(conference_id, row_id) AS changed
    FROM rollups.change_queue WHERE id > %(after)s ORDER BY id LIMIT %(span)s
),
mine AS (
    SELECT id, app_id, min(id) OVER (PARTITION BY app_id, changed) AS first
    FROM span
    WHERE app_id IS NULL
       OR (app_id <> ALL(%(had)s::uuid[])
           AND app_id = coalesce(%(app_id)s::uuid, app_id)
           AND {IN_SHARD.format(app="app_id")})
),
numbered AS (
    SELECT id, app_id, dense_rank() OVER (PARTITION BY app_id ORDER BY first) AS number FROM mine
),
turn AS (
    SELECT app_id, array_agg(id)::text AS ids, min(id) AS first
    FROM numbered WHERE number <= %(batch)s GROUP BY app_id
)
SELECT last.id, turn.app_id, turn.ids
FROM (SELECT CASE WHEN count(*) = %(span)s THEN max(id) END AS id FROM span) last
LEFT JOIN turn ON true
ORDER BY turn.first"""

_TAKE = """
WITH taken AS (
    DELETE FROM rollups.change_queue WHERE id = ANY(%(ids)s::bigint[])
    RETURNING conference_id, source, row_id, queued_at
)
SELECT conference_id, source, row_id, min(queued_at) FROM taken
GROUP BY conference_id, source, row_id"""

_FIND = """
INSERT INTO rollups.change_queue (app_id, conference_id, queued_at)
WITH changed AS (SELECT unnest(%(row_ids)s::uuid[]) AS id),
touched (app_id, conference_id) AS ({conferences})
SELECT DISTINCT app_id, conference_id, %(queued_at)s::timestamptz FROM touched"""


@dataclass
class Refreshed:
    """What a refresh did.

    `conferences`: how often conferences were rebuilt, of each app. `changed_at`: of each app, when
    they were changed first, to a tenth of a second, and how many then. `everything`: a whole table
    had been emptied. All days were noted for the backfill.
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
) -> Refreshed:
    """Refresh until the queue holds nothing for this caller; of one app, or of the shard's apps.

    Without `wait`, apps that another worker is busy with are left to it. No turn begins later than
    `within` so many seconds; what is left stays queued.
    """
    end = time.monotonic() + within
    which = {"app_id": app_id, "shard": shard, "shards": shards}
    refreshed = Refreshed()
    taken = True
    while taken:
        taken = False
        for turn in _walk(which):
            if time.monotonic() > end:
                return refreshed
            taken |= _take_turn(refreshed, turn, wait=wait)
    return refreshed


class _Turn(NamedTuple):
    """`app_id` None: of changes whose app is not known yet. `ids`: of rows, a PostgreSQL array."""

    app_id: UUID | None
    ids: str


def _walk(which: dict[str, Any]) -> Iterator[_Turn]:
    """Each app's turn, the app with the oldest row first."""
    after: int | None = 0
    had: list[UUID] = []
    while after is not None:
        after, turns = _turns_after(after, {**which, "had": had})
        yield from turns
        had += [turn.app_id for turn in turns if turn.app_id]


def _turns_after(after: int, which: dict[str, Any]) -> tuple[int | None, list[_Turn]]:
    """The turns of the span that follows this row; and the span's last row, unless the queue ends
    there. What is queued meanwhile is for the next walk, in which its app has a turn again."""
    with connection.cursor() as cursor:
        cursor.execute(_TURNS, {**which, "after": after, "span": SPAN, "batch": BATCH})
        rows = cursor.fetchall()
    return rows[0][0], [_Turn(app_id, ids) for _, app_id, ids in rows if ids]


@transaction.atomic
def _take_turn(refreshed: Refreshed, turn: _Turn, *, wait: bool) -> bool:
    """Refresh what the rows call for; false if the app is locked by another."""
    if not lock_app(turn.app_id, wait=wait):
        return False
    if taken := _take(turn.ids):  # else another worker has, while we waited
        if turn.app_id is None:
            _find_conferences(refreshed, taken)
        else:
            _rebuild(refreshed, turn.app_id, taken)
    return True


class _Queued(NamedTuple):
    """Rows of the queue that say the same, and when the oldest was written."""

    conference_id: UUID | None
    source: str | None
    row_id: UUID | None
    queued_at: datetime


def _take(ids: str) -> list[_Queued]:
    """Delete these rows from the queue, those that are still there, and return what they say."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"ids": ids})
        return [_Queued(*row) for row in cursor.fetchall()]


def _rebuild(refreshed: Refreshed, app_id: UUID, taken: list[_Queued]) -> None:
    conference_ids = {row.conference_id for row in taken if row.conference_id}
    rebuild(app_id, conference_ids, changed_at=min(row.queued_at for row in taken))
    refreshed.conferences[app_id] += len(conference_ids)
    refreshed.changed_at[app_id].update(_tenth(row.queued_at) for row in taken)


def _tenth(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 100_000 * 100_000)


def _find_conferences(refreshed: Refreshed, taken: list[_Queued]) -> None:
    """Queue the conferences that were not known when raw rows changed, under their apps.

    Where a table was emptied, every day is to be built again, by the backfill.
    """
    changed = defaultdict(list)
    for row in taken:
        changed[row.source].append(row.row_id or row.conference_id)
    changed_at = min(row.queued_at for row in taken)
    if any(None in row_ids for row_ids in changed.values()):
        capture.mark_all_days(changed_at)
        refreshed.everything = True
        return
    finding = {source.name: source.conferences for source in SOURCES}
    with connection.cursor() as cursor:
        for name, row_ids in changed.items():
            conferences = finding[name] if name else APPS_OF_CONFERENCES
            cursor.execute(
                _FIND.format(conferences=conferences),
                # The change is as old as it was: what is as of a later moment must not lack it.
                {"row_ids": row_ids, "queued_at": changed_at},
            )
