"""Conferences by time and status, and the filter values that they offer."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.oracle.query import Query, bounds, bucket_of, refuse_too_many_hours
from tests.oracle.raw import RawTables, Row
from tests.oracle.values import DIMENSIONS, dimension_of

STATUSES = ("success", "warning", "error", "ongoing")


def conferences_summary(raw: RawTables, query: Query, now: datetime) -> list[dict[str, Any]]:
    """`data` of conferences/summary. Raises RefusedError where the answer is a 400."""
    refuse_too_many_hours(query, now)
    counts: dict[tuple[datetime, str], Counter[str]] = defaultdict(Counter)
    for conference in _counted(raw, query, now):
        bucket = bucket_of(conference["created_at"], query)
        counts[bucket].update([_status_of(raw, conference), "total"])
    return [
        {"date": date, **{name: counts[key, date][name] for name in (*STATUSES, "total")}}
        for key, date in sorted(counts)
    ]


def filter_values(raw: RawTables, query: Query, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """The whole body of /v1/filters: how many conferences each single value would leave."""
    found: dict[str, Counter[str]] = {dimension: Counter() for dimension in DIMENSIONS}
    for conference in _counted(raw, query, now):
        sessions = _active_sessions(raw, conference)
        for dimension, counts in found.items():
            counts.update({dimension_of(session, dimension) for session in sessions})
    return {
        dimension: [
            {"value": value, "count": count}
            for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        for dimension, counts in found.items()
    }


def _counted(raw: RawTables, query: Query, now: datetime) -> Iterator[Row]:
    """The app's active conferences in range that pass the filters."""
    start, end = bounds(query, now)
    for row in raw.conferences:
        if (
            row["is_active"]
            and str(row["app_id"]) == query.app_id
            and (start is None or start <= row["created_at"])
            and (end is None or row["created_at"] <= end)
            and _passes(raw, row, query)
        ):
            yield row


def _passes(raw: RawTables, conference: Row, query: Query) -> bool:
    return not query.filters or any(
        all(dimension_of(session, name) in values for name, values in query.filters.items())
        for session in _active_sessions(raw, conference)
    )


def _active_sessions(raw: RawTables, conference: Row) -> list[Row]:
    return [row for row in raw.sessions.get(conference["id"], []) if row["is_active"]]


def _status_of(raw: RawTables, conference: Row) -> str:
    if conference["ongoing"]:
        return "ongoing"
    issues = raw.issues.get(conference["id"], [])
    types = {issue["type"] for issue in issues if issue["is_active"]}
    return "error" if "e" in types else "warning" if "w" in types else "success"
