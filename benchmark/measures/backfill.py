"""Backfill: every fact and rollup from the raw rows, and the memory of its process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from django.db import connection

from benchmark.live.statements import STATEMENTS
from benchmark.rows import Row, Target
from benchmark.scene import Scene, analyze
from launch.paths import PYTHON, ROOT
from rollups.changes import days
from rollups.definitions.registry import declared

_SECONDS = {42_177: 30.0, 421_770: 300.0}
_UNIT = 1024 if sys.platform == "linux" else 1  # of ru_maxrss, in bytes
PEER = "CREATE MATERIALIZED VIEW of each, no filters"


def measure(scene: Scene) -> Iterator[Row]:
    _empty()
    analyze()
    connection.close()
    began = time.perf_counter()
    most = _backfill()
    seconds = time.perf_counter() - began
    limit = _SECONDS.get(scene.plan.scale)
    yield Row(
        "backfill of everything",
        seconds,
        "s",
        PEER,
        sum(materialized().values()),
        target=Target(limit) if limit else None,
    )
    yield Row("most memory of its process", most / 2**20, "MiB")


def _empty() -> None:
    """As before the first backfill."""
    tables = ", ".join(f"rollups.{one.name}" for one in declared().tables)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
    days.note_all()


def _backfill() -> float:
    """Run the command. Gives the most memory that it had at a time, in bytes."""
    process = subprocess.Popen(
        [PYTHON, "manage.py", "backfill"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"manage.py backfill ended with {process.returncode}.")
    return usage.ru_maxrss * _UNIT


def materialized() -> dict[str, float]:
    """The seconds of each statement, as a materialized view of all apps. None is kept."""
    seconds = {}
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA bench_peer")
        for number, (name, statement) in enumerate(STATEMENTS.items()):
            view = f"bench_peer.view_{number}"
            columns = ", ".join(f"c{i}" for i in range(_columns(cursor, statement)))
            began = time.perf_counter()
            cursor.execute(
                f"CREATE MATERIALIZED VIEW {view} ({columns}) AS {statement}", {"app_id": None}
            )
            seconds[name] = time.perf_counter() - began
        cursor.execute("DROP SCHEMA bench_peer CASCADE")
    return seconds


def _columns(cursor: object, statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({statement}) s LIMIT 0", {"app_id": None})
        return len(cursor.description or ())
