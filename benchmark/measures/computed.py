"""Answers that are computed: each summary, with and without filters, beside live counting.

Before each request the app's cached answers are deleted, so the work is the same each time, and the
header X-Cache says `miss`. The live peer counts in this process, so it has no HTTP. The dashboard
stands beside the sum of what PeerMetrics' page asks.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db import OperationalError

from benchmark.client import p50_ms
from benchmark.live.queries import LIVE, Asked
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from rollups.servers.database import patience, timed_out
from rollups.statistics.segments.definitions import DIMENSIONS

ADDRESSES = (*LIVE, "filters", "key-figures", "dashboard")
PEER = "live, as PeerMetrics counts"
_MOST_LIVE = 2.0  # seconds; a live query is repeated while it took less in all
_LONGEST_LIVE = 120  # seconds
_LARGE = 421_770
_KOLKATA = "Asia/Kolkata"


@dataclass(frozen=True)
class Form:
    """What is asked. `zone`: of the days. `partial`: the range ends inside days."""

    what: str
    filters: dict[str, list[str]] = field(default_factory=dict)
    zone: str = "UTC"
    partial: bool = False


def measure(scene: Scene) -> Iterator[Row]:
    for form in _forms(_values(scene)):
        beside = {address: live_ms(scene, form, address) for address in LIVE}
        beside["dashboard"] = sum(beside.values())
        for address in ADDRESSES:
            params = _params(scene, form)
            scene.client.get(f"/v1/{address}", params)
            answers = [scene.computed(f"/v1/{address}", params) for _ in range(scene.plan.repeats)]
            live = beside.get(address)
            yield Row(
                f"{address}: {form.what}",
                p50_ms(answers),
                "ms",
                peer(live),
                live,
                faster=True,
                target=_target(scene, form, live),
            )


def peer(live: float | None) -> str:
    if live is None:
        return ""
    return PEER if live < 1000 * _LONGEST_LIVE else f"{PEER}, cancelled after {_LONGEST_LIVE} s"


def _target(scene: Scene, form: Form, live: float | None) -> Target | None:
    if scene.plan.scale < _LARGE:
        return None
    if live is not None and form.what == "no filter":
        return Target(100, least=True, of_ratio=True)
    return Target(100)


def _values(scene: Scene) -> dict[str, list[str]]:
    """The values of each dimension, the most frequent first."""
    options = scene.client.get(
        "/v1/filters", {"appId": str(scene.app_id), "range": "30d"}
    ).content()
    return {name: [one["value"] for one in options[name]] for name in DIMENSIONS}


def _forms(values: dict[str, list[str]]) -> list[Form]:
    def top(number: int, *names: str) -> dict[str, list[str]]:
        return {name: values[name][:number] for name in names}

    return [
        Form("no filter"),
        Form("one value", top(1, "browser")),
        Form("three values", top(3, "browser")),
        Form("two dimensions", top(1, "browser", "country")),
        Form("two dimensions, three values each", top(3, "browser", "country")),
        Form("three dimensions", top(1, "browser", "os", "country")),
        Form("partial days", partial=True),
        Form(f"days of {_KOLKATA}", zone=_KOLKATA),
        Form(
            "three dimensions, partial days of Asia/Kolkata",
            top(3, "browser", "os", "country"),
            zone=_KOLKATA,
            partial=True,
        ),
    ]


def _bounds(form: Form) -> tuple[datetime, datetime | None]:
    """As the API reads range=30d, or the two bounds of partial days."""
    now = datetime.now(ZoneInfo(form.zone))
    if form.partial:
        end = (now - timedelta(days=1)).replace(hour=15, minute=45, second=0, microsecond=0)
        return (end - timedelta(days=28, hours=5)).astimezone(UTC), end.astimezone(UTC)
    first = (now - timedelta(days=29)).date()
    return datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(form.zone)), None


def _params(scene: Scene, form: Form) -> dict[str, str | list[str]]:
    given: dict[str, str | list[str]] = {"appId": str(scene.app_id), "timezone": form.zone}
    start, end = _bounds(form)
    if end is None:
        given["range"] = "30d"
    else:
        given |= {"created_at_gte": start.isoformat(), "created_at_lte": end.isoformat()}
    return {**given, **form.filters}


def live_ms(scene: Scene, form: Form, address: str) -> float:
    """The median of up to five. A query is cancelled after _LONGEST_LIVE, and counts as that."""
    start, end = _bounds(form)
    asked = Asked(scene.app_id, start, end, form.zone, form.filters)
    times: list[float] = []
    while len(times) < min(5, scene.plan.repeats) and sum(times) < _MOST_LIVE:
        began = time.perf_counter()
        try:
            with patience(_LONGEST_LIVE):
                LIVE[address](asked)
        except OperationalError as error:
            if not timed_out(error):
                raise
            return 1000.0 * _LONGEST_LIVE
        times.append(time.perf_counter() - began)
    return 1000 * median(times)
