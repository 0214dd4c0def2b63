"""The summary endpoints' contract, recomputed in plain Python from the raw rows.

The oracle judges the rollups, so it shares no SQL and no code with them. It reads the raw tables
with `SELECT *`. All else is Python, row by row, slow and easy to follow. Each statistic is a
function of the raw rows, a query and the clock. It returns the JSON's content.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.proofs.oracle.conferences import (
    STATUSES,
    conferences_summary,
    duration_summary,
    filter_values,
    participant_count_summary,
)
from tests.proofs.oracle.connections import connections_summary, setup_time_summary
from tests.proofs.oracle.issues import gum_summary, issues_summary
from tests.proofs.oracle.key_figures import key_figures
from tests.proofs.oracle.lists import listed_conferences
from tests.proofs.oracle.query import Query, RefusedError, bounds
from tests.proofs.oracle.raw import RawTables, read_raw_tables
from tests.proofs.oracle.sessions import sessions_summary
from tests.proofs.oracle.values import DIMENSIONS, UNKNOWN, name_of

Answer = Callable[[RawTables, Query, datetime], dict[str, Any]]

# The endpoint of each key of the dashboard's answer.
DASHBOARD = {
    "key_figures": "key-figures",
    "conferences": "conferences/summary",
    "durations": "conferences/duration-summary",
    "participants": "conferences/participant-count-summary",
    "issues": "issues/summary",
    "gum_errors": "issues/gum-summary",
    "connections": "connections/summary",
    "setup_times": "connections/setup-time-summary",
    "sessions": "sessions/summary",
}


def dashboard(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of dashboard. Its `group_by` applies to the conferences."""
    rest = replace(query, group_by="")
    return {
        part: ENDPOINTS[endpoint](raw, query if part == "conferences" else rest, now)
        for part, endpoint in DASHBOARD.items()
    }


# The whole body of each endpoint's answer. Raises RefusedError for a 400.
ENDPOINTS: Mapping[str, Answer] = {
    "dashboard": dashboard,
    "filters": filter_values,
    "conferences/summary": lambda *asked: {"data": conferences_summary(*asked)},
    "conferences/duration-summary": duration_summary,
    "conferences/participant-count-summary": participant_count_summary,
    "issues/summary": issues_summary,
    "key-figures": key_figures,
    "issues/gum-summary": gum_summary,
    "connections/summary": connections_summary,
    "connections/setup-time-summary": setup_time_summary,
    "sessions/summary": sessions_summary,
}

__all__ = [
    "DIMENSIONS",
    "ENDPOINTS",
    "STATUSES",
    "UNKNOWN",
    "Query",
    "RawTables",
    "RefusedError",
    "bounds",
    "conferences_summary",
    "dashboard",
    "filter_values",
    "listed_conferences",
    "name_of",
    "read_raw_tables",
]
