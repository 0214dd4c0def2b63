"""The memory of web server, worker and beat over an hour of traffic and of open dashboards."""

import time
from collections.abc import Iterator
from statistics import mean

from benchmark.processes import Family, families
from benchmark.rows import Row
from benchmark.scene import Scene
from benchmark.traffic import RATE, live

_NAMES = ("web", "worker", "beat")
_PARTS = 6  # the first and the last sixth are compared
_MIB = 2**20


def measure(scene: Scene) -> Iterator[Row]:
    length = scene.plan.hour_seconds
    with live(longest=length + 60):
        taken = _take(scene, length)
    part = max(1, len(taken) // _PARTS)
    for name in _NAMES:
        of_name = [sample[name] / _MIB for sample in taken]
        yield Row(
            f"{name}: last sixth of {length / 60:.0f} min, {RATE} conferences a minute",
            mean(of_name[-part:]),
            "MiB",
            "first sixth",
            mean(of_name[:part]),
        )
        yield Row(f"{name}: most", max(of_name), "MiB")


def _take(scene: Scene, length: float) -> list[dict[str, int]]:
    """The memory at 120 moments. Meanwhile a dashboard is asked for every second."""
    end, taken = time.monotonic() + length, []
    running: dict[str, Family] = families()
    next_sample = 0.0
    params = {"appId": str(scene.app_id), "range": "30d"}
    while time.monotonic() < end:
        scene.client.get("/v1/dashboard", params)
        if time.monotonic() >= next_sample:
            taken.append({name: running[name].memory() for name in _NAMES})
            next_sample = time.monotonic() + length / 120
        time.sleep(min(1, length / 120))
    return taken
