"""Advisory locks: one per app, so that two workers never add to the same rollup rows at once; one
per answer, so that it is computed once; one for the warming of an app.

Transaction-scoped: they cannot outlive their process, and they survive PgBouncer.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

# Our corner of the database's one space of advisory locks, so that PeerMetrics' never meet ours.
_KEY = "hashtextextended('peermetrics-rollups ' || {name}, 0)"


def lock_app(app_id: UUID | None, *, wait: bool) -> bool:
    """Lock the app until the transaction ends; without `wait`, only if nobody else has it.

    None: the changes whose app is not known yet.
    """
    return _lock(str(app_id), wait=wait)


def lock_answer(key: str) -> None:
    """Lock the cache's key until the transaction ends: who waits finds the answer there."""
    _lock(key, wait=True)


def lock_warming(app_ids: Collection[UUID]) -> set[UUID]:
    """Lock the warming of these apps until the transaction ends; give those nobody else is at."""
    key = _KEY.format(name="'warm ' || app_id")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app_id FROM unnest(%s::uuid[]) a (app_id) "
            f"WHERE pg_try_advisory_xact_lock({key})",
            [list(app_ids)],
        )
        return {app_id for (app_id,) in cursor.fetchall()}


def _lock(name: str, *, wait: bool) -> bool:
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_KEY.format(name='%s')})", [name])
        # Waiting returns void, an empty text, once the lock is there.
        return cursor.fetchone()[0] is not False
