"""The change queue: what changed since the last refresh. All SQL on the queue stands here.

A row names a conference and its app. app_id is null if the conference is not visible, because its
own transaction is still open. If conferences are found later (see `Source.found_later`), the row
names the source and the raw row that leads to them. No raw row: the whole table was emptied.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import dedent, indent
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rollups.changes.shards import IN_SHARD
from rollups.definitions.declarations import Source
from rollups.definitions.registry import declared
from rollups.definitions.sql import UNION, commas, with_list

BATCH = 2_000  # conferences of a turn: it takes seconds at most
SPAN = 100_000  # rows that are read together: this bounds memory, and the time of each statement

LENGTH = "(SELECT count(*) FROM rollups.change_queue)"

# When the oldest change that is not counted yet was written. (The row with the lowest id may be
# newer: rows found later are queued again, with their old time.)
OLDEST = "(SELECT min(queued_at) FROM rollups.change_queue)"


def put(select: str, columns: Sequence[str] = ("app_id", "conference_id", "queued_at")) -> str:
    """A statement that queues the rows of `select`."""
    return f"INSERT INTO rollups.change_queue ({commas(columns)})\n{select}"


def backdate(since: str) -> str:
    """A statement that makes all that is queued at least as old as the SQL expression `since`."""
    return (
        "UPDATE rollups.change_queue SET queued_at = since "
        f"FROM (SELECT {since}) s (since) WHERE queued_at > since"
    )


# Which rows go into which turn. A conference may have many rows. They go together, because a turn
# rebuilds the conference. Rows without an app go to the first refresh that finds them.
# The ids are passed through Python as text: as numbers they would take ten times the memory.
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

_IS_SHORT = """
SELECT count(*) <= %(most)s AND NOT coalesce(bool_or(source IS NOT NULL AND row_id IS NULL), false)
FROM (SELECT source, row_id FROM rollups.change_queue LIMIT %(most)s + 1) q"""


@dataclass(frozen=True)
class Which:
    """Whose changes: of one app, or of the apps of a shard; without those that `had` a turn."""

    app_id: UUID | None = None
    shard: int = 0
    shards: int = 1
    had: list[UUID] = field(default_factory=list)


class Turn(NamedTuple):
    """Rows to take together. `app_id` None: their app is not known yet. `ids`: of rows, as the
    text of a PostgreSQL array."""

    app_id: UUID | None
    ids: str


class Queued(NamedTuple):
    """Rows of the queue that say the same, and when the oldest was written."""

    conference_id: UUID | None
    source: str | None
    row_id: UUID | None
    queued_at: datetime


def turns_after(row_id: int, which: Which) -> tuple[int | None, list[Turn]]:
    """The turns of the SPAN rows after this one, at most one for each app; and the span's last row.

    The last row is None at the end of the queue. The app with the oldest row comes first.
    """
    with connection.cursor() as cursor:
        params = {**which.__dict__, "after": row_id, "span": SPAN, "batch": BATCH}
        cursor.execute(_TURNS, params)
        rows = cursor.fetchall()
    return rows[0][0], [Turn(app_id, ids) for _, app_id, ids in rows if ids]


def take(turn: Turn) -> list[Queued]:
    """Delete the turn's rows that are still there, and return what they say."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"ids": turn.ids})
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
