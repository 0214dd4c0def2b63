"""Changes that a trigger failed to queue: they are counted, noticed, and mended by an audit.

A trigger never fails PeerMetrics' write. What it cannot queue (the queue is locked, the disk is
full, a column was renamed) it counts by a sequence, which keeps the number though the transaction,
or the trigger's part of it, is rolled back. Nobody knows which rows it was; so all are compared.

1. `notice` finds that the number has grown, and writes down what it is, and which transactions may
   still be open in which that happened.
2. Once these have ended, a round of the audit begins that `covers` the number: it sees all rows
   that they wrote.
3. When it ends, `settle` says so. Until then answers are true of the moment before `notice`.
"""

from django.db import connection, transaction

# The number of changes missed so far.
COUNT = "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM rollups.missed_change)"

# Since when changes may be missing; null: none is.
SINCE = f"""(
    SELECT coalesce(complete_at, '-infinity') FROM rollups.capture_state WHERE missed <> {COUNT}
)"""

_NONE_IS_MISSING = f"""
UPDATE rollups.capture_state SET complete_at = transaction_timestamp()
WHERE missed = {COUNT} AND noticed IS NULL"""

# Our own id, given after the number was read: transactions in which it grew have lower ones. (The
# xmax of a snapshot would not do: it is one more than the id of the last one that has ended.)
_NOTICE = """
UPDATE rollups.capture_state
SET noticed = %(count)s, noticed_at = transaction_timestamp(),
    noticed_xid = pg_current_xact_id()::text::bigint
WHERE missed <> %(count)s AND noticed IS NULL"""

_TO_COVER = """
SELECT noticed FROM rollups.capture_state
WHERE pg_snapshot_xmin(pg_current_snapshot())::text::bigint > noticed_xid"""

# What is queued was not compared, and may hold a change that was missed. Until it is refreshed, it
# counts as old as that.
_AGE_QUEUED = f"""
UPDATE rollups.change_queue SET queued_at = since
FROM {SINCE} s (since) WHERE queued_at > since"""

_SETTLE = """
UPDATE rollups.capture_state
SET missed = noticed, complete_at = noticed_at,
    noticed = NULL, noticed_at = NULL, noticed_xid = NULL
WHERE noticed = %(covers)s"""


@transaction.atomic
def notice() -> bool:
    """Look whether changes are missing; true if so."""
    with connection.cursor() as cursor:
        cursor.execute(_NONE_IS_MISSING)
        if cursor.rowcount:
            return False
        cursor.execute(f"SELECT {COUNT}")
        cursor.execute(_NOTICE, {"count": cursor.fetchone()[0]})
        return True


def to_cover() -> int | None:
    """What a round that begins now covers; None: nothing, or not yet."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_COVER)
        found = cursor.fetchone()
        return found[0] if found else None


@transaction.atomic
def settle(covers: int) -> None:
    """A round that covers this number has ended: what was missed is queued, or mended."""
    with connection.cursor() as cursor:
        cursor.execute(_AGE_QUEUED)
        cursor.execute(_SETTLE, {"covers": covers})
