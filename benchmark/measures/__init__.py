"""The measures, in the order in which they run.

Each is a file of this folder with the same name. It has a function `measure(scene)` that gives
rows. It may raise `LeftOut`.
"""

from dataclasses import dataclass


class LeftOut(Exception):
    """The measure cannot be taken here. The message says why."""


# What runs beside the measure.
NOTHING = "nothing"  # only the servers run; the facts are not built yet
WEB = "web"  # the web server; what is queued stays queued
PRODUCT = "product"  # web server, worker and beat
PHASES = (NOTHING, WEB, PRODUCT)


@dataclass(frozen=True)
class Measure:
    name: str
    title: str
    beside: str
    by_default: bool = True


MEASURES = (
    Measure("backfill", "Backfill of everything", NOTHING),
    Measure("disk", "Bytes on disk", WEB),
    Measure("hit", "Warm answers over HTTP", WEB),
    Measure("computed", "Computed answers over HTTP", WEB),
    Measure("lists", "The list of conferences over HTTP", WEB),
    Measure("audit", "Audit", WEB),
    Measure("refresh", "Refresh of changed conferences", WEB),
    Measure("warm", "Warming after a change", WEB),
    Measure("queue", "Dead rows in the queue", WEB),
    Measure("writes", "PeerMetrics' writes with capture", WEB),
    Measure("idle", "The idle pipeline", PRODUCT),
    Measure("freshness", "Freshness under traffic", PRODUCT),
    Measure("page", "The page in a browser", PRODUCT),
    Measure("hour", "Memory over an hour", PRODUCT, by_default=False),
)


def named(name: str) -> Measure:
    return next(one for one in MEASURES if one.name == name)
