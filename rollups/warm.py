"""Warming: what the dashboard asks for is in the cache before it asks."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from peermetrics.models import App
from rollups import clock
from rollups.cache import store_summary
from rollups.query import RANGES, SummaryQuery, start_of_range
from rollups.summaries import FILTER_OPTIONS, Summary, dashboard_parts


def dashboard_queries(app_id: UUID, now: datetime) -> Iterator[tuple[Summary, SummaryQuery]]:
    """What the dashboard asks of an app that is opened with any named range and no filter."""
    for name in RANGES:
        start = start_of_range(name, now, "UTC")
        by_time = "hour" if name == "24h" else "day"
        yield from dashboard_parts(SummaryQuery(app_id, start, group_by=by_time)).values()
        yield FILTER_OPTIONS, SummaryQuery(app_id, start)


def warm(app_ids: Iterable[UUID]) -> int:
    """Compute and store what the dashboard asks of these apps; return the number of answers."""
    now = clock.now()
    answers = 0
    for app_id in app_ids:
        for summary, query in dashboard_queries(app_id, now):
            store_summary(summary, query)
            answers += 1
    return answers


def active_apps() -> list[UUID]:
    return list(App.objects.filter(is_active=True).values_list("id", flat=True))
