"""The CPU time of worker, beat and PostgreSQL while nothing changes."""

import time
from collections.abc import Iterator

from django.db import connection

from benchmark.processes import families
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from rollups import clock
from rollups.models import AuditRound
from rollups.pipeline import rolling_audit
from rollups.pipeline.refresh import drain


def measure(scene: Scene) -> Iterator[Row]:
    """In percent of a core. PostgreSQL's own background work is included."""
    drain()
    _end_audit()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")  # else autovacuum works on what other measures wrote
    time.sleep(scene.plan.idle_seconds / 4)  # the worker warms what was not
    before = {name: one.cpu_seconds() for name, one in families().items()}
    began = time.monotonic()
    time.sleep(scene.plan.idle_seconds)
    seconds = time.monotonic() - began
    after = families()
    used = {
        name: 100 * (after[name].cpu_seconds() - before[name]) / seconds
        for name in ("worker", "beat", "postgres")
        if name in before
    }
    yield Row("idle pipeline", sum(used.values()), "% of a core", target=Target(2))
    for name, share in used.items():
        yield Row(f"of it {name}", share, "% of a core")
    if "postgres" not in used:
        yield Row("without PostgreSQL, which ./bench did not start", 0, "% of a core")


def _end_audit() -> None:
    """Note that both rounds of the audit have just ended.

    The round over all days runs twice a day. A pipeline that was just started begins with it.
    """
    now = clock.now()
    for kind in rolling_audit.KINDS:
        AuditRound(kind=kind.name, began_at=now, ended_at=now, days=0, differences=0).save()
