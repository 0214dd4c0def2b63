"""Answers about conferences, and the values that filters can be set to."""

from collections import Counter, defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics import limits
from rollups.statistics.common import buckets, top, totals
from rollups.statistics.conferences.definitions import (
    CONFERENCE_DURATION,
    CONFERENCE_PARTICIPANTS,
    CONFERENCE_STATUS,
    DURATION_BUCKETS,
    STATUSES,
)
from rollups.statistics.segments.definitions import DIMENSIONS


def conferences_by_status(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"date", "success", "warning", "error", "ongoing", "total"}]}`, ascending.

    Only days, or hours, that have conferences. A date is a day in the query's zone, or the start
    of an hour as ISO 8601 with the zone's offset.
    """
    counts: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for row in snapshot.rows(query, CONFERENCE_STATUS):
        counts[row["day"]][row["status"]] += row["conferences"]
    return {
        "data": [
            {"date": _text(day, query.zone), **of_day, "total": sum(of_day.values())}
            for day, of_day in sorted(counts.items())
        ]
    }


def conferences_by_duration(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"range": title, "min_sec", "max_sec" or null, "count"}]}`, every bucket."""
    counts = totals(snapshot.rows(query, CONFERENCE_DURATION), "min_sec", "conferences")
    return {"data": buckets(counts, DURATION_BUCKETS, "sec")}


def conferences_by_participants(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"participants", "conferences"}], "total_conferences", "others"}`, ascending.

    It holds the numbers of participants that most conferences have.
    """
    rows = snapshot.rows(query, CONFERENCE_PARTICIPANTS)
    counts = totals(rows, "participants", "conferences")
    listed = top(
        counts,
        limits.PARTICIPANTS,
        lambda number, count: {"participants": number, "conferences": count},
    )
    return {
        "data": sorted(listed.entries, key=lambda entry: entry["participants"]),
        "total_conferences": counts.total(),
        "others": listed.others,
    }


def filter_options(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"app_version": [{"value", "count"}], "browser": ..., "os": ..., "country": ..., "others"}`.

    For each value, the conferences in range that pass it alone; descending by count, then value.
    `others` has the same keys. Its counts are sums: a conference counts once for each value.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in DIMENSIONS}
    for row in snapshot.rows(query, CONFERENCE_STATUS, each_filter=True):
        counts[row["dimension"]][row["value"]] += row["conferences"]
    lists = {
        dimension: top(
            of_values,
            limits.FILTER_VALUES,
            lambda value, count: {"value": value, "count": count},
        )
        for dimension, of_values in counts.items()
    }
    return {
        **{dimension: listed.entries for dimension, listed in lists.items()},
        "others": {dimension: listed.others for dimension, listed in lists.items()},
    }


def _text(day: date, zone: str) -> str:
    if isinstance(day, datetime):
        return day.astimezone(ZoneInfo(zone)).isoformat()
    return day.isoformat()


CONFERENCES = Summary("conf_summary", 60, conferences_by_status, part="conferences", by_time=True)
DURATIONS = Summary("conf_summary:duration", 120, conferences_by_duration, part="durations")
PARTICIPANTS = Summary(
    "conf_summary:participants", 120, conferences_by_participants, part="participants"
)
FILTER_OPTIONS = Summary("filter_options", 120, filter_options)
SUMMARIES = (CONFERENCES, DURATIONS, PARTICIPANTS, FILTER_OPTIONS)
