"""The figures on top of the dashboard: of a period, and of the one before it."""

from collections import Counter
from math import ceil

from rollups import definitions
from rollups.answers.common import Content, totals
from rollups.answers.connections import end_of_fine_bucket
from rollups.batch import Batch
from rollups.query import SummaryQuery


def key_figures(query: SummaryQuery, batch: Batch) -> Content:
    """`{"current": figures, "previous": figures or null}`; null where no period comes before.

    Figures: `conferences`, `with_errors` and `with_warnings` of them, `participants` of them all
    together; `connections` of a known type, `relayed` of them; `set_up`, the connections that have
    a setup time, and `setup_ms_median` and `setup_ms_p95` of these (see `_percentile`).
    """
    return {
        "current": _figures(query.ungrouped, batch),
        "previous": _figures(query.before, batch) if query.before else None,
    }


def _figures(query: SummaryQuery, batch: Batch) -> Content:
    statuses = totals(batch.rows(query, definitions.CONFERENCE_STATUS), "status", "conferences")
    participants = batch.rows(query, definitions.CONFERENCE_PARTICIPANTS)
    types = totals(batch.rows(query, definitions.CONNECTION_TYPE), "type", "connections")
    setup_times = totals(batch.rows(query, definitions.CONNECTION_SETUP), "min_ms", "connections")
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

    The percentile is the smallest value that so many percent of the values do not exceed (nearest
    rank). It is at least `min_ms` and less than `max_ms`, which is at most a twentieth more above
    200 ms, and 10 ms more below.
    """
    rank = ceil(counts.total() * percent / 100)
    for min_ms in sorted(counts):
        rank -= counts[min_ms]
        if rank <= 0 and counts[min_ms]:
            return {"min_ms": min_ms, "max_ms": end_of_fine_bucket(min_ms)}
    return None
