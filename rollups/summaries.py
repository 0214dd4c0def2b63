"""The kinds of answers: what begins their keys in the cache, how long they live, who makes them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from rollups.answers.common import Content
from rollups.answers.conferences import (
    conferences_by_duration,
    conferences_by_participants,
    conferences_by_status,
    filter_options,
)
from rollups.answers.connections import connections_by_setup_time, connections_by_type
from rollups.answers.issues import gum_errors, issues_by_code
from rollups.answers.key_figures import key_figures
from rollups.answers.sessions import sessions
from rollups.batch import Batch
from rollups.query import SummaryQuery


@dataclass(frozen=True)
class Summary:
    """A kind of answer.

    `key` begins its keys in the cache, `ttl` is how long it counts as fresh there, in seconds. Only
    one that `compares` has the query's previous period in its key.
    """

    key: str
    ttl: int
    compute: Callable[[SummaryQuery, Batch], Content]
    compares: bool = False


CONFERENCES = Summary("conf_summary", 60, conferences_by_status)
DURATIONS = Summary("conf_summary:duration", 120, conferences_by_duration)
PARTICIPANTS = Summary("conf_summary:participants", 120, conferences_by_participants)
ISSUES = Summary("issues_summary", 120, issues_by_code)
GUM_ERRORS = Summary("issues_summary:gum", 120, gum_errors)
CONNECTIONS = Summary("connections_summary", 120, connections_by_type)
SETUP_TIMES = Summary("connections_summary:setup_time", 120, connections_by_setup_time)
SESSIONS = Summary("sessions_summary", 300, sessions)
KEY_FIGURES = Summary("key_figures", 60, key_figures, compares=True)
FILTER_OPTIONS = Summary("filter_options", 120, filter_options)

DASHBOARD_PARTS = {
    "key_figures": KEY_FIGURES,
    "conferences": CONFERENCES,
    "durations": DURATIONS,
    "participants": PARTICIPANTS,
    "issues": ISSUES,
    "gum_errors": GUM_ERRORS,
    "connections": CONNECTIONS,
    "setup_times": SETUP_TIMES,
    "sessions": SESSIONS,
}


def part_query(part: Summary, query: SummaryQuery) -> SummaryQuery:
    """What a part of the dashboard is asked: only conferences are grouped by the query's days or
    hours."""
    if part is CONFERENCES:
        return replace(query, previous=None)
    return replace(query.ungrouped, previous=query.previous if part.compares else None)


def dashboard(query: SummaryQuery, batch: Batch) -> Content:
    """Everything that the dashboard shows of an app: each summary under its name."""
    return {
        name: batch.content(part, part_query(part, query)) for name, part in DASHBOARD_PARTS.items()
    }


DASHBOARD = Summary("dashboard", 60, dashboard, compares=True)
