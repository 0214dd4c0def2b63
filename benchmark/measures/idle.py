"""The CPU time of worker, beat and PostgreSQL while nothing changes."""

import time
from collections.abc import Iterator

from benchmark.processes import families
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from rollups import clock
from rollups.models import AuditRound
from rollups.pipeline import rolling_audit
from rollups.pipeline.refresh import drain

_MOST_AUDIT = 300  # seconds


def measure(scene: Scene) -> Iterator[Row]:
    """In percent of a core. PostgreSQL's own background work is included."""
    drain()
    _end_audit()
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
    """End the round over all days. It runs twice a day; a pipeline that just started begins one."""
    end = time.monotonic() + _MOST_AUDIT
    rolling_audit.run(clock.now())
    while AuditRound.objects.filter(ended_at=None).exists() and time.monotonic() < end:
        rolling_audit.run(clock.now())
