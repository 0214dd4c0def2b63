"""Missed changes: a trigger failed to queue them.

A trigger never makes PeerMetrics' write fail. If it cannot queue a change (the queue is locked, the
disk is full, a column was renamed), it counts the change by a sequence. A sequence keeps its value
when the transaction is rolled back. The missed rows are unknown, so the audit compares all rows.

1. `notice` finds that the sequence has grown. It stores the value, and which transactions may have
   missed the changes and still be open.
2. After these have ended, a round of the audit begins that `covers` the value. It sees all rows
   that they wrote.
3. When the round ends, `settle` marks the value as repaired. Until then, answers are true of the
   moment before `notice`.
"""

from django.db import connection, transaction

from rollups.changes import queue

# SQL: the number of changes missed so far.
COUNT = "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM rollups.missed_change)"

# SQL: how many of them are still missing.
MISSING = f"({COUNT} - (SELECT missed FROM rollups.capture_state))"

# SQL: since when changes may be missing. Null: none is.
SINCE = f"""(
    SELECT coalesce(complete_at, '-infinity') FROM rollups.capture_state WHERE missed <> {COUNT}
)"""

_NONE_IS_MISSING = f"""
UPDATE rollups.capture_state SET complete_at = transaction_timestamp()
WHERE missed = {COUNT} AND noticed IS NULL"""

# Our own transaction id is given after the count was read. So transactions that raised the count
# have lower ids. (The xmax of a snapshot would be wrong: it is one more than the last id that has
# ended.)
_NOTICE = """
UPDATE rollups.capture_state
SET noticed = %(count)s, noticed_at = transaction_timestamp(),
    noticed_xid = pg_current_xact_id()::text::bigint
WHERE missed <> %(count)s AND noticed IS NULL"""

_TO_COVER = """
SELECT noticed FROM rollups.capture_state
WHERE pg_snapshot_xmin(pg_current_snapshot())::text::bigint > noticed_xid"""

_SETTLE = """
UPDATE rollups.capture_state
SET missed = noticed, complete_at = noticed_at,
    noticed = NULL, noticed_at = NULL, noticed_xid = NULL
WHERE noticed = %(covers)s"""


def missing() -> int:
    """How many missed changes are still missing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MISSING}")
        return int(cursor.fetchone()[0])


@transaction.atomic
def notice() -> bool:
    """Look whether changes are missing. Return true if so."""
    with connection.cursor() as cursor:
        cursor.execute(_NONE_IS_MISSING)
        if cursor.rowcount:
            return False
        cursor.execute(f"SELECT {COUNT}")
        cursor.execute(_NOTICE, {"count": cursor.fetchone()[0]})
        return True


def to_cover() -> int | None:
    """The value that a round covers if it begins now. None: there is none, or not yet."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_COVER)
        found = cursor.fetchone()
        return found[0] if found else None


@transaction.atomic
def settle(covers: int) -> None:
    """A round that covers this value has ended. Each missed change is repaired, or queued.

    The round did not compare queued conferences. They may have missed changes. So until they are
    refreshed, they count as changed at that time.
    """
    with connection.cursor() as cursor:
        cursor.execute(queue.backdate(SINCE))
        cursor.execute(_SETTLE, {"covers": covers})
