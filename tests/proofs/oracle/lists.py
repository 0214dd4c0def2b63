"""The list of conferences behind a bar."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.proofs.oracle.conferences import participants_of, status_of
from tests.proofs.oracle.connections import setup_ms, type_of
from tests.proofs.oracle.counted import (
    active_rows,
    counted_conferences,
    gum_name,
    is_gum_error,
    passing_rows,
    session_passes,
)
from tests.proofs.oracle.query import Query, bucket_of
from tests.proofs.oracle.raw import RawTables, Row
from tests.proofs.oracle.sessions import place_of, version_of

SORTS = ("created_at", "duration", "participants")


def listed_conferences(raw: RawTables, query: Query, now: datetime) -> list[str]:
    """The ids of the conferences that meet the query's range, filters and conditions, in order."""
    listed = [
        conference
        for conference in counted_conferences(raw, query, now)
        if all(_meets(raw, conference, query, name) for name in query.conditions)
    ]
    listed.sort(key=lambda row: (row["created_at"], str(row["id"])))
    # In reverse order, too, equal conferences keep their order among themselves.
    by = query.sort.removeprefix("-") or "created_at"
    listed.sort(key=lambda row: _sorted_by(raw, row, by), reverse=query.sort.startswith("-"))
    return [str(conference["id"]) for conference in listed]


def _sorted_by(raw: RawTables, conference: Row, by: str) -> Any:
    return participants_of(raw, conference) if by == "participants" else conference[by]


def _meets(raw: RawTables, conference: Row, query: Query, name: str) -> bool:
    if name in OF_THE_CONFERENCE:
        return OF_THE_CONFERENCE[name](raw, conference, query, query.conditions[name])
    if name in OF_A_SESSION:
        sessions = active_rows(conference, raw.sessions)
        return any(_is_asked_for(session, query) for session in sessions)
    if name in OF_AN_ISSUE:
        issues = passing_rows(raw, conference, raw.issues, query)
        return any(OF_AN_ISSUE[name](issue, query.conditions[name]) for issue in issues)
    connections = passing_rows(raw, conference, raw.connections, query)
    if name == "connection_type":
        return any(type_of(one) == query.conditions[name] for one in connections)
    # The same connection has to meet both bounds.
    return any(_took(one, query) for one in connections)


def _is_of_day(raw: RawTables, conference: Row, query: Query, value: str) -> bool:
    hours = Query(query.app_id, zone=query.zone, group_by="hour" if "T" in value else "day")
    return bucket_of(conference["created_at"], hours)[1] == value


def _is_found(conference: Row, searched: str) -> bool:
    text = searched.strip().lower()
    names = (conference["conference_id"], conference["conference_name"] or "")
    return text == str(conference["id"]) or any(text in name.lower() for name in names)


OF_THE_CONFERENCE: dict[str, Callable[[RawTables, Row, Query, str], bool]] = {
    "day": _is_of_day,
    "status": lambda raw, row, query, value: status_of(raw, row) == value,
    "duration_gte": lambda raw, row, query, value: bool(row["duration"] >= int(value)),
    "duration_lt": lambda raw, row, query, value: bool(row["duration"] < int(value)),
    "participants": lambda raw, row, query, value: participants_of(raw, row) == int(value),
    "search": lambda raw, row, query, value: _is_found(row, value),
    "conference_ids": lambda raw, row, query, value: str(row["id"]) in value.split(","),
}

OF_AN_ISSUE: dict[str, Callable[[Row, str], bool]] = {
    "issue_code": lambda issue, value: bool(issue["code"] == value),
    "gum_name": lambda issue, value: is_gum_error(issue) and gum_name(issue) == value,
}

OF_A_SESSION: dict[str, Callable[[Row], str | None]] = {
    "browser_version": lambda session: version_of(session, "browser"),
    "os_version": lambda session: version_of(session, "os"),
    "city": lambda session: (place_of(session) or [None])[0],
}


def _is_asked_for(session: Row, query: Query) -> bool:
    """Whether the session itself meets the filters and every condition about a session."""
    asked = query.conditions.keys() & OF_A_SESSION.keys()
    return session_passes(session, query) and all(
        OF_A_SESSION[name](session) == query.conditions[name] for name in asked
    )


def _took(connection: Row, query: Query) -> bool:
    took = setup_ms(connection)
    least = float(query.conditions.get("setup_time_gte", "0"))
    end = float(query.conditions.get("setup_time_lt", "inf"))
    return took is not None and least <= took < end
