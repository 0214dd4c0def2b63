"""The figures at the top of the dashboard: of a period, and of the period before it."""

from collections import Counter
from math import ceil

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics.common import totals
from rollups.statistics.conferences.definitions import CONFERENCE_PARTICIPANTS, CONFERENCE_STATUS
from rollups.statistics.connections.answers import end_of_fine_bucket
from rollups.statistics.connections.definitions import CONNECTION_SETUP, CONNECTION_TYPE


def key_figures(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"current": figures, "previous": figures or null}`; null: there is no period before.

    Figures: `conferences`; of these `with_errors` and `with_warnings`; the sum of their
    `participants`; `connections` of a known type; of these `relayed`; `set_up`, the connections
    with a setup time; their `setup_ms_median` and `setup_ms_p95` (see `_percentile`).
    """
    return {
        "current": _figures(query.ungrouped, snapshot),
        "previous": _figures(query.before, snapshot) if query.before else None,
    }


def _figures(query: SummaryQuery, snapshot: Snapshot) -> Content:
    statuses = totals(snapshot.rows(query, CONFERENCE_STATUS), "status", "conferences")
    participants = snapshot.rows(query, CONFERENCE_PARTICIPANTS)
    types = totals(snapshot.rows(query, CONNECTION_TYPE), "type", "connections")
    setup_times = totals(snapshot.rows(query, CONNECTION_SETUP), "min_ms", "connections")
    return {
        "conferences": statuses.total(),
        "with_errors": statuses["error"],
        "with_warnings": statuses["warning"],
        "participants": sum(row["participants"] * row["conferences"] for row in participants),
        "connections": types.total(),
        "relayed": types["relayed"],
        "set_up": setup_times.total(),
        "setup_ms_median": _percentile(setup_times, 50),
        "setup_ms_p95": _percentile(setup_times, 95),
    }


def _percentile(counts: Counter[int], percent: int) -> Content | None:
    """The bucket that holds the percentile, `{"min_ms", "max_ms" or null}`; None without values.

    The percentile is the smallest value v such that `percent` of the values are v or less (nearest
    rank). It is at least `min_ms` and below `max_ms`. Their distance is at most 10 ms up to 200 ms,
    and at most a twentieth of the value above.
    """
    rank = ceil(counts.total() * percent / 100)
    for min_ms in sorted(counts):
        rank -= counts[min_ms]
        if rank <= 0 and counts[min_ms]:
            return {"min_ms": min_ms, "max_ms": end_of_fine_bucket(min_ms)}
    return None


KEY_FIGURES = Summary("key_figures", 60, key_figures, part="key_figures", compares=True)
