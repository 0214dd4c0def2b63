"""How much is measured, by the number of conferences."""

from dataclasses import dataclass

SCALES = (42_177, 421_770)
_LEAST = 5_000  # conferences; with fewer a run only shows that everything works


@dataclass(frozen=True)
class Plan:
    """`scale`: conferences of 30 days. Times are in seconds.

    repeats: of one request; the median counts. rounds: of writes with capture on and off.
    samples: of the time from a commit to the answer.
    """

    scale: int
    load_seconds: float = 10
    repeats: int = 7
    rounds: int = 14
    commits: int = 30
    bulk_rows: int = 1_000
    samples: int = 60
    idle_seconds: float = 60
    small_apps: int = 300
    dead_rows: int = 100_000
    hour_seconds: float = 3_600
    changed: tuple[int, ...] = (1, 100, 1_000, 5_000, 10_000)


def plan_for(scale: int) -> Plan:
    if scale >= _LEAST:
        return Plan(scale)
    return Plan(
        scale,
        load_seconds=1,
        repeats=1,
        rounds=1,
        commits=2,
        bulk_rows=20,
        samples=2,
        idle_seconds=1,
        small_apps=3,
        dead_rows=200,
        hour_seconds=3,
        changed=(1, 10),
    )
