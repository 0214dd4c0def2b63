"""The figures at the top of the dashboard, of a period and of the period before it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from tests.proofs.oracle.conferences import participants_of, status_of
from tests.proofs.oracle.connections import setup_ms, type_of
from tests.proofs.oracle.counted import counted_conferences, counted_connections
from tests.proofs.oracle.query import DAYS_BEFORE_TODAY, Query, bounds
from tests.proofs.oracle.raw import RawTables

MICROSECOND = timedelta(microseconds=1)
# Lower bound in ms -> width of the buckets from there on. From a minute on there is one bucket.
WIDTHS = {0: 10, 500: 25, 1000: 50, 2000: 100, 5000: 250, 10_000: 500, 20_000: 1000}
MINUTE = 60_000


def key_figures(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of key-figures."""
    before = _before(query, now)
    return {
        "current": _figures(raw, query, now),
        "previous": _figures(raw, before, now) if before else None,
    }


def _figures(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    conferences = list(counted_conferences(raw, query, now))
    statuses = [status_of(raw, row) for row in conferences]
    connections = list(counted_connections(raw, query, now))
    types = [kind for kind in map(type_of, connections) if kind is not None]
    times = sorted(time for time in map(setup_ms, connections) if time is not None)
    return {
        "conferences": len(conferences),
        "with_errors": statuses.count("error"),
        "with_warnings": statuses.count("warning"),
        "participants": sum(participants_of(raw, row) for row in conferences),
        "connections": len(types),
        "relayed": types.count("relayed"),
        "set_up": len(times),
        "setup_ms_median": _bucket(times, 0.5),
        "setup_ms_p95": _bucket(times, 0.95),
    }


def _bucket(times: list[float], share: float) -> dict[str, int | None] | None:
    """The bucket of the smallest time t: at least this share of all times is t or less."""
    if not times:
        return None
    found = times[ceil(round(len(times) * share, 6)) - 1]
    if found >= MINUTE:
        return {"min_ms": MINUTE, "max_ms": None}
    width = next(wide for first, wide in reversed(WIDTHS.items()) if first <= found)
    lower = int(found // width) * width
    return {"min_ms": lower, "max_ms": lower + width}


def _before(query: Query, now: datetime) -> Query | None:
    """The query for the period before, or None."""
    start, last = bounds(query, now)
    if query.named:
        start, end = _named_before(query, now)
    elif start is None or last is None or last < start:
        return None
    else:
        start, end = start - (last + MICROSECOND - start), start
    gte, lte = start.isoformat(), (end - MICROSECOND).isoformat()
    return replace(query, named="", gte=gte, lte=lte)


def _named_before(query: Query, now: datetime) -> tuple[datetime, datetime]:
    zone = ZoneInfo(query.zone or "UTC")
    if query.named == "24h":
        end, _ = bounds(query, now)
        assert end is not None
        return end - timedelta(hours=24), end
    days = DAYS_BEFORE_TODAY[query.named] + 1
    local = now.astimezone(zone)
    first = datetime.combine(local.date() - timedelta(days=2 * days - 1), time(), zone)
    hour = datetime.combine(local.date() - timedelta(days=days), time(local.hour), zone).replace(
        fold=local.fold
    )
    return first.astimezone(UTC), hour.astimezone(UTC)
