"""The change queue: what changed since the last refresh. All SQL on the queue stands here.

A row names a conference and its app. app_id is null if the conference is not visible, because its
own transaction is still open. If conferences are found later (see `Source.found_later`), the row
names the source and the raw row that leads to them. No raw row: the whole table was emptied.
"""

from collections.abc import Sequence
from datetime import datetime
from textwrap import dedent, indent
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rollups.changes.shards import IN_SHARD
from rollups.definitions.declarations import Source
from rollups.definitions.registry import declared
from rollups.definitions.sql import UNION, commas, with_list

BATCH = 500  # conferences of a turn: others wait for no more
SPAN = 50_000  # rows of an app that a turn looks at: this bounds its memory and its time

_COUNTED = 100_000  # rows; a longer queue is not counted row by row

_FEW = 10_000  # rows; of a longer queue, the apps are found in the index

# For each app that has rows: when its oldest change was written. It reads a bounded number of rows.
# - A few rows are read as they lie. So dead rows cost little. (A transaction held open elsewhere
#   keeps them. An index scan looks at each in the table: for 100,000 it takes 45 ms, not 3.)
# - In a longer queue, the statement goes from app to app in the index, and reads one row of each.
# app_id is null for rows whose app is not known yet.
_APPS = f"""
    WITH RECURSIVE few AS MATERIALIZED (
        SELECT app_id, queued_at FROM rollups.change_queue LIMIT {_FEW}
    ),
    is_long AS MATERIALIZED (SELECT count(*) = {_FEW} AS yes FROM few),
    app (app_id, oldest) AS (
        (SELECT app_id, queued_at FROM rollups.change_queue
         WHERE app_id IS NOT NULL AND (SELECT yes FROM is_long)
         ORDER BY app_id, queued_at LIMIT 1)
        UNION ALL
        SELECT next.app_id, next.queued_at
        FROM app CROSS JOIN LATERAL (
            SELECT app_id, queued_at FROM rollups.change_queue
            WHERE app_id > app.app_id ORDER BY app_id, queued_at LIMIT 1
        ) next
    )
    SELECT app_id, min(queued_at) AS oldest FROM few
    WHERE NOT (SELECT yes FROM is_long) GROUP BY app_id
    UNION ALL
    SELECT app_id, oldest FROM app
    UNION ALL
    (SELECT app_id, queued_at FROM rollups.change_queue
     WHERE app_id IS NULL AND (SELECT yes FROM is_long) ORDER BY queued_at LIMIT 1)"""

# When the oldest change that is not counted yet was written. (The row with the lowest id may be
# newer: a long statement writes its rows late, and rows found later are queued again, with their
# old time.)
OLDEST = f"(SELECT min(oldest) FROM ({_APPS}\n) apps)"

# How many rows are queued. If they are more than _COUNTED, it is the number of ids that the queue
# spans. Some of these rows may be gone, so fewer may be queued.
LENGTH = f"""(
    SELECT CASE WHEN counted < {_COUNTED} THEN counted ELSE (
        SELECT greatest({_COUNTED}, max(id) - min(id) + 1) FROM rollups.change_queue
    ) END
    FROM (
        SELECT count(*) AS counted
        FROM (SELECT FROM rollups.change_queue LIMIT {_COUNTED}) first_rows
    ) q
)"""

_IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM rollups.change_queue)"


def put(select: str, columns: Sequence[str] = ("app_id", "conference_id", "queued_at")) -> str:
    """A statement that queues the rows of `select`."""
    return f"INSERT INTO rollups.change_queue ({commas(columns)})\n{select}"


def backdate(since: str) -> str:
    """A statement that makes all that is queued at least as old as the SQL expression `since`."""
    return (
        "UPDATE rollups.change_queue SET queued_at = since "
        f"FROM (SELECT {since}) s (since) WHERE queued_at > since"
    )


_TURNS = f"""
SELECT app_id FROM ({_APPS}
) apps
WHERE app_id IS NULL
   OR (app_id = coalesce(%(app_id)s::uuid, app_id) AND {IN_SHARD.format(app="app_id")})
ORDER BY oldest"""

# A conference may have many rows. They go together, because a turn rebuilds the conference.
# The ids are an array, so that the rows are found by them. For a join, the planner may read the
# whole queue.
_TAKE = """
WITH oldest AS MATERIALIZED (
    SELECT id, queued_at,
        coalesce(conference_id, row_id, '00000000-0000-0000-0000-000000000000') AS changed
    FROM rollups.change_queue WHERE {of_app} ORDER BY queued_at LIMIT %(span)s
),
chosen AS (
    SELECT changed FROM oldest GROUP BY changed ORDER BY min(queued_at), min(id) LIMIT %(batch)s
),
taken AS (
    DELETE FROM rollups.change_queue
    WHERE id = ANY(ARRAY(SELECT id FROM oldest JOIN chosen USING (changed)))
    RETURNING conference_id, source, row_id, queued_at
)
SELECT conference_id, source, row_id, min(queued_at) FROM taken
GROUP BY conference_id, source, row_id"""

_IS_SHORT = """
SELECT count(*) <= %(most)s AND NOT coalesce(bool_or(source IS NOT NULL AND row_id IS NULL), false)
FROM (SELECT source, row_id FROM rollups.change_queue LIMIT %(most)s + 1) q"""


class Turn(NamedTuple):
    """Rows of one app, to take together. `app_id` None: rows whose app is not known yet."""

    app_id: UUID | None


class Queued(NamedTuple):
    """Rows of the queue that say the same, and when the oldest was written."""

    conference_id: UUID | None
    source: str | None
    row_id: UUID | None
    queued_at: datetime


def is_empty() -> bool:
    """Whether nothing is queued. This reads at most one row that is not dead."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_EMPTY)
        return bool(cursor.fetchone()[0])


def turns(*, app_id: UUID | None = None, shard: int = 0, shards: int = 1) -> list[Turn]:
    """One turn for each app that has rows: of this app, or of the apps of the shard.

    The app with the oldest row comes first. Rows without an app have a turn in every shard: the
    first refresh takes them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURNS, {"app_id": app_id, "shard": shard, "shards": shards})
        return [Turn(*row) for row in cursor.fetchall()]


def take(turn: Turn) -> list[Queued]:
    """Delete rows of the turn's app, and return what they say.

    They are all rows of its BATCH oldest conferences among its SPAN oldest rows.
    """
    of_app = "app_id IS NULL" if turn.app_id is None else "app_id = %(app_id)s"
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE.format(of_app=of_app), {"app_id": turn.app_id, "span": SPAN, "batch": BATCH}
        )
        return [Queued(*row) for row in cursor.fetchall()]


def is_short(most: int) -> bool:
    """Whether at most so many rows are queued, and none says that a whole table was emptied."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_SHORT, {"most": most})
        return bool(cursor.fetchone()[0])


def pending() -> str:
    """A SELECT of the conferences that are queued, or will be found from the queue."""
    selects = ["SELECT conference_id FROM rollups.change_queue WHERE conference_id IS NOT NULL"]
    for source in declared().sources:
        if source.found_later:
            changed = (
                "SELECT row_id AS id FROM rollups.change_queue\n"
                f"WHERE source = '{source.name}' AND row_id IS NOT NULL"
            )
            selects.append(f"SELECT conference_id FROM {_found(source, changed)}")
    return UNION.join(selects)


def _found(source: Source, changed: str) -> str:
    """The conferences that the source finds from `changed`, a SELECT of raw rows' ids."""
    conferences = f"{with_list({'changed': changed})}\n{dedent(source.conferences).strip()}"
    return f"(\n{indent(conferences, '    ')}\n) found (app_id, conference_id)"


def rows_of(conference_id: UUID) -> list[dict[str, Any]]:
    """The rows because of which this conference is rebuilt, oldest first.

    They name it, or a raw row that leads to it, or say that a whole table was emptied. The keys are
    the columns of the table.
    """
    leads = ["q.conference_id = %(conference_id)s", "(q.source IS NOT NULL AND q.row_id IS NULL)"]
    leads += [
        f"(q.source = '{source.name}' AND %(conference_id)s IN (SELECT conference_id FROM "
        f"{_found(source, 'SELECT q.row_id AS id')}))"
        for source in declared().sources
        if source.found_later
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, app_id, conference_id, source, row_id, queued_at "
            f"FROM rollups.change_queue q WHERE {' OR '.join(leads)} ORDER BY id",
            {"conference_id": conference_id},
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]
