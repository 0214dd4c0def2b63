"""Conferences by time and status, duration and participants; the values offered as filters."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.proofs.oracle.counted import active_rows, counted_conferences
from tests.proofs.oracle.limited import FILTER_VALUES, PARTICIPANTS, limited
from tests.proofs.oracle.query import Query, bucket_of, refuse_too_many_hours
from tests.proofs.oracle.raw import RawTables, Row
from tests.proofs.oracle.values import DIMENSIONS, dimension_of

STATUSES = ("success", "warning", "error", "ongoing")

# Lower bounds of the buckets, in seconds.
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


def conferences_summary(raw: RawTables, query: Query, now: datetime) -> list[dict[str, Any]]:
    """`data` of conferences/summary. Raises RefusedError for a 400."""
    refuse_too_many_hours(query, now)
    counts: dict[tuple[datetime, str], Counter[str]] = defaultdict(Counter)
    for conference in counted_conferences(raw, query, now):
        bucket = bucket_of(conference["created_at"], query)
        counts[bucket].update([status_of(raw, conference), "total"])
    return [
        {"date": date, **{name: counts[key, date][name] for name in (*STATUSES, "total")}}
        for key, date in sorted(counts)
    ]


def duration_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of conferences/duration-summary."""
    durations = [row["duration"] for row in counted_conferences(raw, query, now)]
    return {
        "data": [
            {"range": title, "min_sec": first, "max_sec": end, "count": count}
            for title, first, end, count in in_buckets(DURATIONS, durations)
        ]
    }


def participant_count_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of conferences/participant-count-summary."""
    counts = Counter(
        participants_of(raw, conference) for conference in counted_conferences(raw, query, now)
    )
    by_conferences = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    entries = [
        {"participants": participants, "conferences": conferences}
        for participants, conferences in by_conferences
    ]
    kept, others = limited(entries, PARTICIPANTS, "conferences")
    return {
        "data": sorted(kept, key=lambda entry: entry["participants"]),
        "total_conferences": counts.total(),
        "others": others,
    }


def filter_values(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of /v1/filters: how many conferences pass each single value."""
    found: dict[str, Counter[str]] = {dimension: Counter() for dimension in DIMENSIONS}
    for conference in counted_conferences(raw, query, now):
        sessions = active_rows(conference, raw.sessions)
        for dimension, counts in found.items():
            counts.update({dimension_of(session, dimension) for session in sessions})
    answer: dict[str, Any] = {"others": {}}
    for dimension, counts in found.items():
        by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        entries = [{"value": value, "count": count} for value, count in by_count]
        answer[dimension], answer["others"][dimension] = limited(entries, FILTER_VALUES)
    return answer


def status_of(raw: RawTables, conference: Row) -> str:
    """One of STATUSES."""
    if conference["ongoing"]:
        return "ongoing"
    types = {issue["type"] for issue in active_rows(conference, raw.issues)}
    return "error" if "e" in types else "warning" if "w" in types else "success"


def participants_of(raw: RawTables, conference: Row) -> int:
    """The number of the conference's members that have a session in it."""
    members = {row["participant_id"] for row in raw.members.get(conference["id"], [])}
    present = {row["participant_id"] for row in raw.sessions.get(conference["id"], [])}
    people = [raw.participant_by_id[key] for key in members & present]
    return sum(person["is_active"] and not person["is_sfu"] for person in people)


def in_buckets(
    titles: dict[int, str], amounts: Sequence[Any]
) -> list[tuple[str, int, int | None, int]]:
    """Title, lower bound, upper bound (None: open) and number of amounts for each bucket.

    An amount at a bound belongs to the bucket that begins there.
    """
    ends = [*list(titles)[1:], None]
    return [
        (title, first, end, sum(first <= one and (end is None or one < end) for one in amounts))
        for (first, title), end in zip(titles.items(), ends, strict=True)
    ]
