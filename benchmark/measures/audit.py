"""Audit: one day of one app, raw rows against facts and facts against rollups."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from django.utils import timezone

from benchmark.rows import Row, Target
from benchmark.scene import Scene
from peermetrics.models import Conference
from rollups.pipeline.audit import audit_all

_REPEATS = 3


def measure(scene: Scene) -> Iterator[Row]:
    """Of the busiest day of the last week."""
    days = [(datetime.now(UTC) - timedelta(days=ago)).date() for ago in range(1, 8)]
    counts = {day: _conferences(scene, day) for day in days}
    day = max(days, key=lambda one: counts[one])
    times = []
    for _ in range(min(_REPEATS, scene.plan.repeats)):
        began = time.perf_counter()
        differences = list(audit_all(scene.app_id, day, day))
        times.append(time.perf_counter() - began)
        if differences:
            raise RuntimeError(f"The audit found differences: {differences[0]}")
    yield Row(
        f"a day of one app ({counts[day]:,} conferences)", median(times), "s", target=Target(0.3)
    )


def _conferences(scene: Scene, day: object) -> int:
    with timezone.override(UTC):
        return Conference.objects.filter(app_id=scene.app_id, created_at__date=day).count()
