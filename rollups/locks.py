"""Advisory locks: one per app, so that two workers never add to the same rollup rows at once.

Transaction-scoped: they cannot outlive their process, and they survive PgBouncer.
"""

from uuid import UUID

from django.db import connection

# Our corner of the database's one space of advisory locks, so that PeerMetrics' never meet ours.
_KEY = "hashtextextended('peermetrics-rollups ' || %s, 0)"


def lock_app(app_id: UUID, *, wait: bool) -> bool:
    """Lock the app until the transaction ends; without `wait`, only if nobody else has it."""
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_KEY})", [str(app_id)])
        # Waiting returns void, an empty text, once the lock is there.
        return cursor.fetchone()[0] is not False
