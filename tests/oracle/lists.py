"""The conference behind a bar: which conferences the list holds."""

from collections.abc import Callable
from datetime import datetime

from tests.oracle.conferences import participants_of, status_of
from tests.oracle.connections import setup_ms, type_of
from tests.oracle.counted import counted_conferences, gum_name, is_gum_error, passing_rows
from tests.oracle.query import Query, bucket_of
from tests.oracle.raw import RawTables, Row


def listed_conferences(raw: RawTables, query: Query, now: datetime) -> set[str]:
    """The ids of the conferences that meet the query's range, filters and conditions."""
    return {
        str(conference["id"])
        for conference in counted_conferences(raw, query, now)
        if all(_meets(raw, conference, query, name) for name in query.conditions)
    }


def _meets(raw: RawTables, conference: Row, query: Query, name: str) -> bool:
    if name in OF_THE_CONFERENCE:
        return OF_THE_CONFERENCE[name](raw, conference, query, query.conditions[name])
    if name in OF_AN_ISSUE:
        issues = passing_rows(raw, conference, raw.issues, query)
        return any(OF_AN_ISSUE[name](issue, query.conditions[name]) for issue in issues)
    connections = passing_rows(raw, conference, raw.connections, query)
    if name == "connection_type":
        return any(type_of(one) == query.conditions[name] for one in connections)
    # One connection has to meet both bounds.
    return any(_took(one, query) for one in connections)


def _is_of_day(raw: RawTables, conference: Row, query: Query, value: str) -> bool:
    hours = Query(query.app_id, zone=query.zone, group_by="hour" if "T" in value else "day")
    return bucket_of(conference["created_at"], hours)[1] == value


OF_THE_CONFERENCE: dict[str, Callable[[RawTables, Row, Query, str], bool]] = {
    "day": _is_of_day,
    "status": lambda raw, row, query, value: status_of(raw, row) == value,
    "duration_gte": lambda raw, row, query, value: bool(row["duration"] >= int(value)),
    "duration_lt": lambda raw, row, query, value: bool(row["duration"] < int(value)),
    "participants": lambda raw, row, query, value: participants_of(raw, row) == int(value),
    "conference_ids": lambda raw, row, query, value: str(row["id"]) in value.split(","),
}

OF_AN_ISSUE: dict[str, Callable[[Row, str], bool]] = {
    "issue_code": lambda issue, value: bool(issue["code"] == value),
    "gum_name": lambda issue, value: is_gum_error(issue) and gum_name(issue) == value,
}


def _took(connection: Row, query: Query) -> bool:
    took = setup_ms(connection)
    least = float(query.conditions.get("setup_time_gte", "0"))
    end = float(query.conditions.get("setup_time_lt", "inf"))
    return took is not None and least <= took < end
