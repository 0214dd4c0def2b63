"""The rows that a query counts: active rows of its app, in its range, that pass its filters."""

from collections.abc import Iterator
from datetime import datetime

from tests.proofs.oracle.query import Query, is_in_range
from tests.proofs.oracle.raw import ByConference, RawTables, Row
from tests.proofs.oracle.values import dimension_of, inside, is_name, name_of

GUM_CODE = "getusermedia_error"


def counted_conferences(raw: RawTables, query: Query, now: datetime) -> Iterator[Row]:
    """The app's active conferences in range that pass the filters."""
    for row in _of_app(raw, query):
        if (
            row["is_active"]
            and is_in_range(row["created_at"], query, now)
            and _conference_passes(raw, row, query)
        ):
            yield row


def counted_sessions(raw: RawTables, query: Query, now: datetime) -> Iterator[Row]:
    """The app's active sessions that are in range themselves and pass the filters."""
    for row in _of_conferences(raw, raw.sessions, query):
        if is_in_range(row["created_at"], query, now) and session_passes(row, query):
            yield row


def counted_connections(raw: RawTables, query: Query, now: datetime) -> Iterator[Row]:
    """The app's active connections that are in range themselves and whose session passes."""
    return _children(raw, raw.connections, query, now)


def counted_issues(raw: RawTables, query: Query, now: datetime) -> Iterator[Row]:
    """The app's active issues that are in range themselves and whose session passes."""
    return _children(raw, raw.issues, query, now)


def active_rows(conference: Row, table: ByConference) -> list[Row]:
    """The active rows of one table that belong to the conference."""
    return [row for row in table.get(conference["id"], []) if row["is_active"]]


def passing_rows(raw: RawTables, conference: Row, table: ByConference, query: Query) -> list[Row]:
    """The conference's active connections or issues whose session passes, of any date."""
    return [row for row in active_rows(conference, table) if _child_passes(raw, row, query)]


def session_passes(session: Row, query: Query) -> bool:
    """Whether this one session matches every filter."""
    return all(dimension_of(session, name) in values for name, values in query.filters.items())


def is_gum_error(issue: Row) -> bool:
    """Whether an issue counts as a getUserMedia error."""
    data = issue["data"]
    return issue["code"] == GUM_CODE and isinstance(data, dict) and data != {}


def gum_name(issue: Row) -> str:
    """The name of a getUserMedia error."""
    return name_of(inside(issue["data"], "name"))


def city_of(session: Row) -> str | None:
    """The session's city, or None."""
    city = inside(session["geo_ip"], "city")
    return name_of(city) if is_name(city) else None


def _of_app(raw: RawTables, query: Query) -> Iterator[Row]:
    return (row for row in raw.conferences if str(row["app_id"]) == query.app_id)


def _of_conferences(raw: RawTables, table: ByConference, query: Query) -> Iterator[Row]:
    """Active rows of all the app's conferences, inactive conferences included."""
    for conference in _of_app(raw, query):
        yield from active_rows(conference, table)


def _children(raw: RawTables, table: ByConference, query: Query, now: datetime) -> Iterator[Row]:
    for row in _of_conferences(raw, table, query):
        if is_in_range(row["created_at"], query, now) and _child_passes(raw, row, query):
            yield row


def _child_passes(raw: RawTables, row: Row, query: Query) -> bool:
    return not query.filters or session_passes(raw.session_by_id[row["session_id"]], query)


def _conference_passes(raw: RawTables, conference: Row, query: Query) -> bool:
    return not query.filters or any(
        session_passes(session, query) for session in active_rows(conference, raw.sessions)
    )
