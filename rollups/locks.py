"""Advisory locks: one per app, so that two workers never add to the same rollup rows at once.

Transaction-scoped: they cannot outlive their process, and they survive PgBouncer.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

# Our corner of the database's one space of advisory locks, so that PeerMetrics' never meet ours.
_KEY = "hashtextextended('peermetrics-rollups ' || %s, 0)"


def lock_apps(app_ids: Iterable[UUID], *, wait: bool) -> list[UUID]:
    """Lock the apps until the transaction ends; return those that were got.

    With `wait`, all of them: in one order, so that two that wait cannot wait for each other.
    Without, those that nobody else has locked.
    """
    locked = []
    with connection.cursor() as cursor:
        for app_id in sorted(app_ids):
            if wait:
                cursor.execute(f"SELECT true FROM pg_advisory_xact_lock({_KEY})", [str(app_id)])
            else:
                cursor.execute(f"SELECT pg_try_advisory_xact_lock({_KEY})", [str(app_id)])
            if cursor.fetchone()[0]:
                locked.append(app_id)
    return locked
