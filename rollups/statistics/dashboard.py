"""The dashboard: its summaries in one answer."""

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics.conferences import answers as conferences
from rollups.statistics.connections import answers as connections
from rollups.statistics.issues import answers as issues
from rollups.statistics.key_figures import KEY_FIGURES
from rollups.statistics.sessions import answers as sessions

# All but the dashboard itself. The dashboard shows them in this order.
SUMMARIES = (
    KEY_FIGURES,
    *conferences.SUMMARIES,
    *issues.SUMMARIES,
    *connections.SUMMARIES,
    *sessions.SUMMARIES,
)


def dashboard(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """The whole dashboard of an app: each summary under its name."""
    parts = [summary for summary in SUMMARIES if summary.part]
    return {one.part: snapshot.content(one, one.narrowed(query)) for one in parts}


DASHBOARD = Summary("dashboard", 60, dashboard, by_time=True, compares=True)
