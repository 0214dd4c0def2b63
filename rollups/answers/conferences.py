"""Answers about conferences, and the values that filters can be set to."""

from collections import Counter, defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rollups import definitions
from rollups.answers.common import Content, buckets, by_count, totals
from rollups.batch import Batch
from rollups.query import SummaryQuery

STATUSES = ("success", "warning", "error", "ongoing")

# Titles of buckets by their lower bound in seconds; each ends where the next begins.
DURATIONS = {
    0: "< 1 m",
    60: "1 - 3 m",
    180: "3 - 5 m",
    300: "5 - 10 m",
    600: "10 - 15 m",
    900: "15 - 20 m",
    1200: "20 - 25 m",
    1500: "25 - 30 m",
    1800: "30 - 40 m",
    2400: "40 - 50 m",
    3000: "50 - 60 m",
    3600: "> 60 m",
}


def conferences_by_status(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"date", "success", "warning", "error", "ongoing", "total"}]}`, ascending.

    Only days, or hours, that have conferences. A date is a day in the query's zone, or the start
    of an hour as ISO 8601 with the zone's offset.
    """
    counts: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for row in batch.rows(query, definitions.CONFERENCE_STATUS):
        counts[row["day"]][row["status"]] += row["conferences"]
    return {
        "data": [
            {"date": _text(day, query.zone), **of_day, "total": sum(of_day.values())}
            for day, of_day in sorted(counts.items())
        ]
    }


def conferences_by_duration(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"range": title, "min_sec", "max_sec" or null, "count"}]}`, every bucket."""
    counts = totals(batch.rows(query, definitions.CONFERENCE_DURATION), "min_sec", "conferences")
    return {"data": buckets(counts, DURATIONS, "sec")}


def conferences_by_participants(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"participants", "conferences"}], "total_conferences"}`, ascending."""
    rows = batch.rows(query, definitions.CONFERENCE_PARTICIPANTS)
    counts = totals(rows, "participants", "conferences")
    return {
        "data": [
            {"participants": number, "conferences": count}
            for number, count in sorted(counts.items())
        ],
        "total_conferences": counts.total(),
    }


def filter_options(query: SummaryQuery, batch: Batch) -> Content:
    """`{"app_version": [{"value", "count"}], "browser": ..., "os": ..., "country": ...}`.

    For each value, the conferences in range that pass it alone; descending by count, then value.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in definitions.DIMENSIONS}
    for row in batch.rows(query, definitions.CONFERENCE_STATUS, each_filter=True):
        counts[row["dimension"]][row["value"]] += row["conferences"]
    return {
        dimension: [{"value": value, "count": count} for value, count in by_count(of_values)]
        for dimension, of_values in counts.items()
    }


def _text(day: date, zone: str) -> str:
    if isinstance(day, datetime):
        return day.astimezone(ZoneInfo(zone)).isoformat()
    return day.isoformat()
