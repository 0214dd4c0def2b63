"""Advisory locks of PostgreSQL.

- One for each app: two workers never add to the same rollup rows at once.
- One for each answer: it is computed once.
- One for the warming of each app.

A lock belongs to its transaction. So it ends with its process, and works behind PgBouncer. The code
is written by hand, because django-pglock takes one lock in a statement, where `lock_warming` takes
many, and needs another package and models.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

# A database has one space of advisory locks. The prefix keeps ours apart from PeerMetrics'.
_KEY = "hashtextextended('peermetrics-rollups ' || {name}, 0)"


def lock_app(app_id: UUID | None, *, wait: bool) -> bool:
    """Lock the app until the transaction ends. Return whether we have the lock.

    If another transaction has it, wait; or return False if `wait` is false. app_id None: the
    changes whose app is not known yet.
    """
    return _lock(str(app_id), wait=wait)


def lock_answer(key: str) -> None:
    """Lock the key until the transaction ends. After a wait, the cache has the answer."""
    _lock(key, wait=True)


def lock_warming(app_ids: Collection[UUID]) -> set[UUID]:
    """Lock the warming of these apps until the transaction ends. Return the apps that we locked.

    The others are being warmed by another transaction.
    """
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
        # The function that waits returns void, an empty text.
        return cursor.fetchone()[0] is not False
