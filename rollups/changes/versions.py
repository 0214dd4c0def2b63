"""The version of an app's data. It grows whenever facts or rollups of the app are written.

Equal versions: equal answers to equal queries. So the cache knows which answers are still right.
A version is a time in microseconds. So it also grows if the schema is removed and installed again,
and a cache outlives this.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

# A statement, or a part of one, for the parameter `app_id`.
NEW = """
INSERT INTO rollups.app_state AS t (app_id, version)
VALUES (%(app_id)s::uuid, (extract(epoch FROM clock_timestamp()) * 1e6)::bigint)
ON CONFLICT (app_id) DO UPDATE SET version = greatest(t.version + 1, excluded.version)"""

# SQL: the apps that anything was ever written of.
APPS = "SELECT app_id FROM rollups.app_state"

# SQL: the apps whose warm answers are of another version than their data, with that version.
UNWARMED = """(
    SELECT app_id, warmed_version FROM rollups.app_state
    WHERE version IS DISTINCT FROM warmed_version
)"""

_OF_APPS = """
SELECT a.app_id, coalesce(s.version, 0)
FROM unnest(%s::uuid[]) a (app_id) LEFT JOIN rollups.app_state s USING (app_id)"""

_WARMED = """
UPDATE rollups.app_state s SET warmed_version = w.version
FROM unnest(%(app_ids)s::uuid[], %(versions)s::bigint[]) w (app_id, version)
WHERE s.app_id = w.app_id AND w.version > coalesce(s.warmed_version, -1)"""


def versions_of(app_ids: Collection[UUID]) -> dict[UUID, int]:
    """The present version of each app; 0: nothing was ever written."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_APPS, [list(app_ids)])
        return dict(cursor.fetchall())


def warmed_version_of(app_id: UUID) -> int | None:
    """The version that the warm answers of this app are of, or older. None: it was never warmed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT warmed_version FROM rollups.app_state WHERE app_id = %s", [app_id])
        row = cursor.fetchone()
        return row[0] if row else None


def renew(app_id: UUID) -> None:
    """Give the app a new version, in the transaction that writes its data."""
    with connection.cursor() as cursor:
        cursor.execute(NEW, {"app_id": app_id})


def note_warmed(versions: Mapping[UUID, int]) -> None:
    """The warm answers of these apps are of these versions, or newer."""
    with connection.cursor() as cursor:
        cursor.execute(_WARMED, {"app_ids": [*versions], "versions": [*versions.values()]})
