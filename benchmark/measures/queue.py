"""The queue's dead rows: a transaction held open elsewhere keeps PostgreSQL from removing them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from django.db import connection

from benchmark.measures.refresh import chosen
from benchmark.rows import Row
from benchmark.scene import Scene
from rollups.pipeline.refresh import drain

_CHANGED = 100  # conferences of one refresh
_REPEATS = 5
_DEAD = """
WITH put AS (
    INSERT INTO rollups.change_queue (app_id, conference_id, queued_at)
    SELECT app_id, id, now() FROM public.conference, generate_series(1, 1 + %(rows)s / (
        SELECT count(*) FROM public.conference))
    LIMIT %(rows)s
    RETURNING 1
)
SELECT count(*) FROM put"""


def measure(scene: Scene) -> Iterator[Row]:
    drain()
    dead = scene.plan.dead_rows
    before = _refresh(scene, "before")
    with _held_open():
        with connection.cursor() as cursor:
            cursor.execute(_DEAD, {"rows": dead})
            cursor.execute("DELETE FROM rollups.change_queue")
        after = _refresh(scene, "after")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM rollups.change_queue")
    yield Row(
        f"refresh of {_CHANGED} with {dead:,} dead rows in the queue",
        1000 * after,
        "ms",
        "without dead rows",
        1000 * before,
    )


@contextmanager
def _held_open() -> Iterator[None]:
    """A transaction of another connection holds its snapshot until the block ends."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM public.app")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
    other.close()


def _refresh(scene: Scene, when: str) -> float:
    times = []
    for turn in range(_REPEATS):
        ids = chosen(scene.app_id, "random", _CHANGED, salt=f"{when} {turn}")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE public.conference SET duration = duration + 61 WHERE id = ANY(%s::uuid[])",
                [ids],
            )
        began = time.perf_counter()
        drain()
        times.append(time.perf_counter() - began)
    return median(times)
