"""The apps and time zones in which a dashboard was opened in the last day. They are kept warm."""

import threading
import time
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from rollups.servers.breaker import ServerAway
from rollups.servers.database import asked, patience

LATELY = timedelta(days=1)
MOST_ZONES = 16  # of an app: the ones that were opened last
MOST_NOTED = 10_000  # by a process. A client may open each of its apps in each zone.
_PATIENCE = 1  # second for PostgreSQL. The answer is ready and waits for the note.
_PRECISION = 600  # seconds before a process notes the same app and zone again

_NOTE = """
INSERT INTO rollups.opened_zone (app_id, zone, opened_at) VALUES (%(app_id)s, %(zone)s, %(now)s)
ON CONFLICT (app_id, zone) DO UPDATE SET opened_at = excluded.opened_at"""

_FORGET = "DELETE FROM rollups.opened_zone WHERE opened_at <= %(before)s"

_ZONES = """
SELECT app_id, zone FROM (
    SELECT app_id, zone, row_number() OVER (PARTITION BY app_id ORDER BY opened_at DESC, zone) n
    FROM rollups.opened_zone WHERE app_id = ANY(%(app_ids)s::uuid[]) AND opened_at > %(after)s
) ranked
WHERE n <= %(most)s"""

noted: dict[tuple[UUID, str], float] = {}  # until when this process does not note it again
_lock = threading.Lock()


def note(app_id: UUID, zone: str, now: datetime) -> None:
    """Note that somebody opened the app in this zone. While PostgreSQL is away, note nothing."""
    with _lock:
        moment = time.monotonic()
        if moment < noted.get((app_id, zone), 0):
            return
        if len(noted) >= MOST_NOTED:
            _drop_outdated(moment)
        noted[app_id, zone] = moment + _PRECISION
    try:
        with asked(), patience(_PATIENCE), connection.cursor() as cursor:
            params: dict[str, Any] = {"app_id": app_id, "zone": zone, "now": now}
            cursor.execute(_NOTE, params)
    except ServerAway:
        return


def _drop_outdated(moment: float) -> None:
    """Make room in `noted`. It may forget too much: the same note may be written twice."""
    kept = {key: until for key, until in noted.items() if until > moment}
    noted.clear()
    if len(kept) < MOST_NOTED:
        noted.update(kept)


def zones_of(app_ids: Collection[UUID], now: datetime) -> dict[UUID, set[str]]:
    """For each app UTC, and the zones in which it was opened in the last day."""
    zones: dict[UUID, set[str]] = defaultdict(lambda: {"UTC"})
    params: dict[str, Any] = {"app_ids": list(app_ids), "after": now - LATELY, "most": MOST_ZONES}
    with connection.cursor() as cursor:
        cursor.execute(_ZONES, params)
        for app_id, zone in cursor.fetchall():
            zones[app_id].add(zone)
    return zones


def forget(now: datetime) -> None:
    """Delete the notes that are older than a day."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"before": now - LATELY})
