"""Warming after a change: of one app, of three, and of many small apps at once.

Only answers in UTC are warm.
"""

import time
from collections.abc import Iterator
from statistics import median
from uuid import UUID

from django.db import connection

from benchmark.copies import new_apps
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from peermetrics.models import App
from rollups import clock
from rollups.cache import warm as warming
from rollups.models import OpenedZone
from rollups.pipeline.refresh import drain

_CONFERENCES = 5  # of a small app
_REPEATS = 5
_WITHIN = 120  # seconds for one warming
_CHANGE = """
UPDATE public.conference SET duration = duration + 61 WHERE id IN (
    SELECT (SELECT c.id FROM public.conference c WHERE c.app_id = a.id
            ORDER BY c.created_at DESC LIMIT 1)
    FROM unnest(%s::uuid[]) a (id))"""


def measure(scene: Scene) -> Iterator[Row]:
    OpenedZone.objects.all().delete()  # other measures asked for other zones
    _warm_all()
    others = App.objects.exclude(id=scene.app_id).values_list("id", flat=True)[:2]
    yield from _change("1 app", [scene.app_id], _REPEATS, Target(60))
    yield from _change("3 apps", [scene.app_id, *others], _REPEATS, None)
    number = scene.plan.small_apps
    with new_apps(number, scene.app, _CONFERENCES) as small:
        _warm_all()
        yield from _change(f"{number} small apps", small, 1, Target(3_000))


def _change(what: str, app_ids: list[UUID], repeats: int, target: Target | None) -> Iterator[Row]:
    """One conference of each app changes. Its refresh and its warming are one tick."""
    refreshes, warmings, computed = [], [], 0
    for _ in range(repeats):
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE, [app_ids])
        began = time.perf_counter()
        drain()
        refreshed = time.perf_counter()
        computed = _warm(len(app_ids))
        refreshes.append(refreshed - began)
        warmings.append(time.perf_counter() - refreshed)
    both = 1000 * (median(refreshes) + median(warmings))
    many = len(app_ids) > 3
    yield Row(f"{what}: refresh", 1000 * median(refreshes), "ms")
    yield Row(f"{what}: warming", 1000 * median(warmings), "ms", target=None if many else target)
    yield Row(f"{what}: both", both, "ms", target=target if many else None)
    yield Row(f"{what}: answers computed", computed, "")


def _warm(changed: int) -> int:
    """Warm what has changed, as the task does. Gives how many answers were computed."""
    found = warming.changed_apps(clock.now())
    if len(found) != changed:
        raise RuntimeError(f"{changed} apps have changed, but {len(found)} are to be warmed.")
    warmed = warming.warm(found, within=_WITHIN)
    return warmed.computed


def _warm_all() -> None:
    """Every active app is warm."""
    drain()
    while found := warming.changed_apps(clock.now()):
        warming.warm(found, within=_WITHIN)
