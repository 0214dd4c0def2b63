"""The time from the commit of a raw row until a warm answer over HTTP shows it, under traffic.

About once a second a conference of an app of its own is committed. The summary of that app is asked
every few milliseconds. It counts the conferences, so the n-th commit is seen when it says n. Every
answer must come from the cache: a client that made the web server compute would hide the wait.
"""

import time
from collections.abc import Iterator
from random import Random
from uuid import UUID, uuid4

import psycopg2
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from benchmark.copies import new_apps
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from benchmark.traffic import RATE, live

_PATIENCE = 60.0  # seconds for one sample
_PAUSE = 0.02
_INSERT = """
INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, is_active, app_id)
VALUES (%s, %s, false, 60, now(), true, %s)"""


def measure(scene: Scene) -> Iterator[Row]:
    with new_apps(1, scene.app, conferences=1) as (app_id,):
        other = _connect()
        with live(longest=600):
            _wait_until_warm(scene, app_id)
            ages = sorted(_ages(scene, app_id, other))
        other.close()
    what = f"commit to warm answer, {len(ages)} samples, {RATE} conferences a minute"
    yield Row(f"{what}: p50", ages[len(ages) // 2], "s", target=Target(1))
    yield Row(
        f"{what}: p99", ages[min(int(len(ages) * 0.99), len(ages) - 1)], "s", target=Target(2)
    )
    yield Row(f"{what}: least", ages[0], "s")


def _connect() -> Connection:
    """A connection of PeerMetrics."""
    given = connection.settings_dict
    found = psycopg2.connect(
        dbname=given["NAME"],
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
    )
    found.autocommit = True
    return found


def _shown(scene: Scene, app_id: UUID) -> tuple[int, str]:
    """How many conferences the answer has, and where it comes from."""
    answer = scene.client.get("/v1/conferences/summary", {"appId": str(app_id), "range": "30d"})
    total = sum(day["total"] for day in answer.content()["data"])
    return total, answer.headers["X-Cache"]


def _wait_until_warm(scene: Scene, app_id: UUID) -> None:
    end = time.monotonic() + _PATIENCE
    while _shown(scene, app_id)[1] != "hit":
        if time.monotonic() > end:
            raise RuntimeError(f"The answer is not warm within {_PATIENCE:.0f} s.")
        time.sleep(1)


def _ages(scene: Scene, app_id: UUID, other: Connection) -> list[float]:
    rng = Random(1)
    first, _ = _shown(scene, app_id)
    committed: list[float] = []
    ages: list[float] = []
    next_commit = time.monotonic()
    while len(ages) < scene.plan.samples:
        if len(committed) < scene.plan.samples and time.monotonic() >= next_commit:
            _commit(other, app_id)
            committed.append(time.monotonic())
            next_commit = time.monotonic() + rng.uniform(0.5, 1.5)
        total, source = _shown(scene, app_id)
        if source != "hit":
            raise RuntimeError(f"The answer is no hit but {source}.")
        now = time.monotonic()
        while len(ages) < total - first:
            ages.append(now - committed[len(ages)])
        if len(committed) > len(ages) and now - committed[len(ages)] > _PATIENCE:
            raise RuntimeError(f"A commit is not seen within {_PATIENCE:.0f} s.")
        time.sleep(_PAUSE)
    return ages


def _commit(other: Connection, app_id: UUID) -> None:
    conference_id = str(uuid4())
    with other.cursor() as cursor:
        cursor.execute(_INSERT, [conference_id, conference_id, str(app_id)])
