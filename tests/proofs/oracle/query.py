"""A query to a summary endpoint: its range and its buckets of time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_BEFORE_TODAY = {"7d": 6, "30d": 29, "90d": 89}
LONGEST_HOURLY_SPAN = timedelta(days=8)


class RefusedError(Exception):
    """The endpoint must answer this query with status 400."""


@dataclass(frozen=True)
class Query:
    """One query. Each parameter is the text that the client sends; "" is a parameter not sent.

    `named` is the parameter `range`. `filters` maps a dimension to its values, `conditions` any
    other condition of a list to its value. `sort` is the order of a list.
    """

    app_id: str
    gte: str = ""
    lte: str = ""
    named: str = ""
    zone: str = ""
    group_by: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""

    def params(self) -> dict[str, str | list[str]]:
        """The parameters of the query string, without those not sent."""
        given: dict[str, str | list[str]] = {
            "appId": self.app_id,
            "created_at_gte": self.gte,
            "created_at_lte": self.lte,
            "range": self.named,
            "timezone": self.zone,
            "group_by": self.group_by,
            "sort": self.sort,
            **{dimension: list(values) for dimension, values in self.filters.items()},
        }
        return {**{name: value for name, value in given.items() if value}, **self.conditions}


def bounds(query: Query, now: datetime) -> tuple[datetime | None, datetime | None]:
    """First and last instant of the range, both inclusive, in UTC. None is an open end."""
    if not query.named:
        return _bound(query.gte), _bound(query.lte)
    zone = _zone(query)
    if query.named == "24h":
        yesterday = (now.astimezone(UTC) - timedelta(hours=24)).astimezone(zone)
        return _start_of_hour(yesterday).astimezone(UTC), None
    day = now.astimezone(zone).date() - timedelta(days=DAYS_BEFORE_TODAY[query.named])
    # If the clocks skip midnight, this is the instant of the change: the day's first instant.
    return datetime.combine(day, time(), zone).astimezone(UTC), None


def is_in_range(instant: datetime, query: Query, now: datetime) -> bool:
    """Whether an instant is in the query's range."""
    start, end = bounds(query, now)
    return (start is None or start <= instant) and (end is None or instant <= end)


def bucket_of(instant: datetime, query: Query) -> tuple[datetime, str]:
    """The row's bucket: a key to sort by, and the `date` of the answer."""
    local = instant.astimezone(_zone(query))
    if query.group_by != "hour":
        return datetime.combine(local, time(), UTC), local.date().isoformat()
    start = _start_of_hour(local)
    # When clocks go back, two hours have one local time. Python compares them as equal. So sort by
    # the instant.
    return start.astimezone(UTC), start.isoformat()


def refuse_too_many_hours(query: Query, now: datetime) -> None:
    """Hours need a start, and span at most 8 days. An open range ends now."""
    start, end = bounds(query, now)
    if query.group_by == "hour" and (start is None or (end or now) - start > LONGEST_HOURLY_SPAN):
        raise RefusedError


def _bound(text: str) -> datetime | None:
    if not text:
        return None
    instant = datetime.fromisoformat(text)
    # A bound without an offset is UTC, whatever the query's zone.
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def _zone(query: Query) -> ZoneInfo:
    return ZoneInfo(query.zone or "UTC")


def _start_of_hour(local: datetime) -> datetime:
    return local.replace(minute=0, second=0, microsecond=0)  # keeps `fold`
