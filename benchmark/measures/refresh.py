"""Refresh: facts and rollups after so many conferences have changed.

Random: conferences of all 30 days. Newest: those that began last. With few it is all of today.
"""

import time
from collections.abc import Iterator
from statistics import median
from uuid import UUID

from django.db import connection

from benchmark.live.statements import STATEMENTS
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from rollups.pipeline.refresh import drain

PEER = "GROUP BY statements of the app, no filters"
_REPEATS = {1: 9, 10: 3, 100: 5, 1_000: 3}
_TARGETS = {1: 0.015, 1_000: 0.5, 10_000: 5.0}  # seconds

_CHOSEN = {
    "random": "ORDER BY md5(id::text || %(salt)s)",
    "newest": "ORDER BY created_at DESC, md5(id::text || %(salt)s)",
}
_CHANGES = {
    "their duration": """
UPDATE public.conference SET duration = duration + 61 WHERE id = ANY(%(ids)s::uuid[])""",
    "a new session each": """
INSERT INTO public.app_session (id, constraints, devices, platform, metadata, geo_ip, app_version,
    webrtc_sdk, session_info, duration, end_time, created_at, is_active, conference_id,
    participant_id)
SELECT DISTINCT ON (conference_id) gen_random_uuid(), constraints, devices, platform, metadata,
    geo_ip, app_version, webrtc_sdk, session_info, duration, end_time, created_at, is_active,
    conference_id, participant_id
FROM public.app_session WHERE conference_id = ANY(%(ids)s::uuid[])
ORDER BY conference_id, id""",
    "the platform of all sessions": """
UPDATE public.app_session
SET platform = CASE WHEN platform #>> '{browser,name}' = 'Chrome'
        THEN jsonb_set(platform, '{browser,name}', '"Firefox"')
        ELSE '{"browser": {"name": "Chrome", "major": "140"}, "os": {"name": "Linux"}}' END
WHERE conference_id = ANY(%(ids)s::uuid[])""",
}


def measure(scene: Scene) -> Iterator[Row]:
    drain()
    peer = _of_app(scene.app_id)
    for where in _CHOSEN:
        for what in _CHANGES:
            for number in scene.plan.changed:
                seconds = _refresh(scene, where, what, number)
                if seconds is None:
                    continue
                limit = _TARGETS.get(number)
                yield Row(
                    f"{number:,} {where}: {what}",
                    seconds * 1000,
                    "ms",
                    PEER,
                    peer * 1000,
                    faster=True,
                    target=Target(limit * 1000) if limit else None,
                )


def _refresh(scene: Scene, where: str, what: str, number: int) -> float | None:
    """The median of some refreshes, in seconds. None: the app has not so many conferences."""
    times = []
    for turn in range(_REPEATS.get(number, 1)):
        ids = chosen(scene.app_id, where, number, salt=f"{what} {turn}")
        if len(ids) < number:
            return None
        with connection.cursor() as cursor:
            cursor.execute(_CHANGES[what], {"ids": ids})
        began = time.perf_counter()
        refreshed = drain()
        times.append(time.perf_counter() - began)
        if refreshed.conferences.total() != number:
            raise RuntimeError(
                f"{number} conferences were changed, {refreshed.conferences.total()} refreshed."
            )
    return median(times)


def chosen(app_id: UUID, where: str, number: int, salt: str = "") -> list[UUID]:
    """Conferences that have a session, each of another choice of `salt`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM public.conference c WHERE app_id = %(app_id)s AND EXISTS "
            "(SELECT FROM public.app_session s WHERE s.conference_id = c.id) "
            f"{_CHOSEN[where]} LIMIT %(number)s",
            {"app_id": app_id, "salt": salt, "number": number},
        )
        return [conference_id for (conference_id,) in cursor.fetchall()]


def _of_app(app_id: UUID) -> float:
    """The seconds of all GROUP BY statements of the app."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in STATEMENTS.values():
            cursor.execute(statement, {"app_id": str(app_id)})
            cursor.fetchall()
    return time.perf_counter() - began
