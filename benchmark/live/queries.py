"""The summaries counted live, in the way of PeerMetrics' API.

PeerMetrics counts conferences, issues and connection types in PostgreSQL. It fetches the JSON of
setup times and sessions, and counts in Python. It has no filters, and its days are UTC. Where an
answer has these, the query is written as PeerMetrics would write it: by the names of the session's
JSON. Each function gives how many rows it counted.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from peermetrics.models import Conference, Connection, Issue, Participant, Session

_PATHS = {
    "browser": "platform__browser__name",
    "os": "platform__os__name",
    "country": "geo_ip__country_code",
    "app_version": "app_version",
}
_DURATIONS = (0, 60, 180, 300, 600, 900, 1200, 1500, 1800, 2400, 3000, 3600)
_SETUP_TIMES = (0, 250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000)


@dataclass(frozen=True)
class Asked:
    """What is asked: as the parameters of a summary. `end` is inclusive; None: no end."""

    app_id: UUID
    start: datetime
    end: datetime | None = None
    zone: str = "UTC"
    filters: Mapping[str, Sequence[str]] | None = None

    def passes(self, prefix: str = "") -> Q:
        """The condition that a session meets. `prefix` is the path to the session."""
        meets = Q()
        for name, values in (self.filters or {}).items():
            meets &= Q(**{f"{prefix}{_PATHS[name]}__in": list(values)})
        return meets

    def of_range(self) -> dict[str, Any]:
        bounds = {"created_at__gte": self.start, "created_at__lte": self.end}
        return {name: bound for name, bound in bounds.items() if bound is not None}


def _conferences(asked: Asked) -> QuerySet[Conference]:
    found = Conference.objects.filter(app_id=asked.app_id, is_active=True, **asked.of_range())
    if not asked.filters:
        return found
    sessions = Session.objects.filter(conference=OuterRef("pk"), is_active=True)
    return found.filter(Exists(sessions.filter(asked.passes())))


def _rows_of(model: Any, asked: Asked, session: str = "session__") -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(
        conference__app_id=asked.app_id, is_active=True, **asked.of_range()
    )
    return rows.filter(asked.passes(session)) if asked.filters else rows


def _sum(groups: QuerySet[Any, Any]) -> int:
    return sum(group["number"] for group in groups)


def conferences_by_status(asked: Asked) -> int:
    issues = Issue.objects.filter(conference=OuterRef("pk"), is_active=True)
    status = Case(
        When(ongoing=True, then=Value("ongoing")),
        When(Exists(issues.filter(type="e")), then=Value("error")),
        When(Exists(issues.filter(type="w")), then=Value("warning")),
        default=Value("success"),
    )
    day = TruncDate("created_at", tzinfo=ZoneInfo(asked.zone))
    groups = _conferences(asked).annotate(day=day, status=status).values("day", "status")
    return _sum(groups.annotate(number=Count("id")).order_by("day"))


def conferences_by_duration(asked: Asked) -> int:
    upper = [*_DURATIONS[1:], None]
    cases = [
        When(duration__gte=low, then=number)
        if high is None
        else When(duration__gte=low, duration__lt=high, then=number)
        for number, (low, high) in enumerate(zip(_DURATIONS, upper, strict=True))
    ]
    bucket = Case(*cases, output_field=IntegerField())
    groups = _conferences(asked).annotate(bucket=bucket).values("bucket")
    return _sum(groups.annotate(number=Count("id")).order_by("bucket"))


def conferences_by_participants(asked: Asked) -> int:
    members = Participant.objects.filter(
        conferences=OuterRef("pk"),
        is_active=True,
        is_sfu=False,
        session__conference_id=OuterRef("pk"),
    )
    counted = members.order_by().values("conferences").annotate(n=Count("id", distinct=True))
    number = Subquery(counted.values("n")[:1], output_field=IntegerField())
    numbers = _conferences(asked).annotate(number=number).values_list("number", flat=True)
    return Counter(number or 0 for number in numbers).total()


def issues_by_code(asked: Asked) -> int:
    groups = _rows_of(Issue, asked).values("code").annotate(number=Count("id"))
    return _sum(groups.order_by("-number"))


def media_errors_by_name(asked: Asked) -> int:
    names: Counter[str] = Counter()
    errors = _rows_of(Issue, asked).filter(code="getusermedia_error")
    for data in errors.values_list("data", flat=True):
        if isinstance(data, dict) and data:
            names[str(data.get("name") or "Unknown")] += 1
    return names.total()


def connections_by_type(asked: Asked) -> int:
    relayed = Case(When(type="r", then=1), default=0, output_field=IntegerField())
    rows = _rows_of(Connection, asked).exclude(type__isnull=True).annotate(relayed=relayed)
    return _sum(rows.values("relayed").annotate(number=Count("id")))


def connections_by_setup_time(asked: Asked) -> int:
    buckets: Counter[int] = Counter()
    for info, _ in _rows_of(Connection, asked).values_list("connection_info", "conference_id"):
        ms = _setup_ms(info)
        if ms is not None and ms >= 0:
            buckets[sum(low <= ms for low in _SETUP_TIMES)] += 1
    return buckets.total()


def _setup_ms(info: Any) -> float | None:
    try:
        first = info["negotiations"][0]
        if first["status"] != "connected":
            return None
        start, end = (_moment(first[key]) for key in ("start_time", "end_time"))
        return (end - start).total_seconds() * 1000
    except (TypeError, KeyError, IndexError, ValueError):
        return None


def _moment(text: Any) -> datetime:
    """Without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def sessions(asked: Asked) -> int:
    browsers: Counter[str] = Counter()
    systems: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    cities: Counter[str] = Counter()
    rows = _rows_of(Session, asked, session="").values_list("platform", "geo_ip")
    for platform, place in rows:
        if isinstance(platform, dict):
            browsers[_name_in(platform, "browser")] += 1
            systems[_name_in(platform, "os")] += 1
        if isinstance(place, dict):
            countries[str(place.get("country_code"))] += 1
            if place.get("city") and place.get("latitude") and place.get("longitude"):
                cities[str(place["city"])] += 1
    return browsers.total()


def _name_in(platform: dict[str, Any], key: str) -> str:
    part = platform.get(key)
    return str((part.get("name") if isinstance(part, dict) else None) or "Unknown")


# By the address of the endpoint that answers the same.
LIVE: dict[str, Callable[[Asked], int]] = {
    "conferences/summary": conferences_by_status,
    "conferences/duration-summary": conferences_by_duration,
    "conferences/participant-count-summary": conferences_by_participants,
    "issues/summary": issues_by_code,
    "issues/gum-summary": media_errors_by_name,
    "connections/summary": connections_by_type,
    "connections/setup-time-summary": connections_by_setup_time,
    "sessions/summary": sessions,
}
