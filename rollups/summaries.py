"""The answers: from a query to the content of a response, as the contract shapes it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rollups.definitions import CONFERENCE_STATUS, DIMENSIONS
from rollups.planner import read, read_each_filter
from rollups.query import SummaryQuery

STATUSES = ("success", "warning", "error", "ongoing")


@dataclass(frozen=True)
class Summary:
    """A kind of answer: `key` names it in the cache, `ttl` is its life there in seconds."""

    key: str
    ttl: int
    compute: Callable[[SummaryQuery], dict[str, Any]]


def conferences_by_status(query: SummaryQuery) -> dict[str, Any]:
    """`{"data": [{"date", "success", "warning", "error", "ongoing", "total"}]}`, ascending.

    Only days, or hours, that have conferences. A date is a day in the query's zone, or the start
    of an hour as ISO 8601 with the zone's offset.
    """
    counts: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for row in read(query, CONFERENCE_STATUS):
        counts[row["day"]][row["status"]] += row["conferences"]
    return {
        "data": [
            {"date": _text(day, query.zone), **of_day, "total": sum(of_day.values())}
            for day, of_day in sorted(counts.items())
        ]
    }


def _text(day: date, zone: str) -> str:
    if isinstance(day, datetime):
        return day.astimezone(ZoneInfo(zone)).isoformat()
    return day.isoformat()


def filter_options(query: SummaryQuery) -> dict[str, Any]:
    """`{"app_version": [{"value", "count"}], "browser": ..., "os": ..., "country": ...}`.

    For each value, the conferences in range that pass it alone; descending by count, then value.
    """
    counts: dict[str, dict[str, int]] = {dimension: defaultdict(int) for dimension in DIMENSIONS}
    for row in read_each_filter(query, CONFERENCE_STATUS):
        counts[row["dimension"]][row["value"]] += row["conferences"]
    return {
        dimension: [
            {"value": value, "count": count}
            for value, count in sorted(of_values.items(), key=lambda item: (-item[1], item[0]))
        ]
        for dimension, of_values in counts.items()
    }


CONFERENCES_SUMMARY = Summary("conf_summary", ttl=60, compute=conferences_by_status)
FILTER_OPTIONS = Summary("filter_options", ttl=120, compute=filter_options)
