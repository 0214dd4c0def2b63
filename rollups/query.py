"""What a summary is asked for: one frozen, canonical object for each request.

Times inside are half-open and in UTC, `start <= created_at < end`, though the API's bounds are
inclusive; either may be None, for open. Equal questions are equal objects, whatever the order and
number of times in which their filters were given, so that they share one cache entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from rollups.definitions import DIMENSIONS

DAYS_OF_RANGE = {"7d": 7, "30d": 30, "90d": 90}
RANGES = ("24h", *DAYS_OF_RANGE)


@dataclass(frozen=True)
class Filters:
    """For each dimension that is filtered, its values, any of which will do; sorted."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Sequence[str]]) -> "Filters":
        return cls(
            tuple((name, tuple(sorted(set(given[name])))) for name in DIMENSIONS if given.get(name))
        )


@dataclass(frozen=True)
class SummaryQuery:
    app_id: UUID
    start: datetime | None = None
    end: datetime | None = None
    zone: str = "UTC"
    group_by: str = ""  # day or hour, or what else an endpoint knows
    filters: Filters = Filters()


def start_of_range(name: str, now: datetime, zone: str) -> datetime:
    """The start of a named range, in UTC; its end is open.

    24h begins with the full hour, the others with the first instant of the day, in the zone.
    (Where clocks go forward at midnight, zoneinfo reads the skipped time with the offset before
    the change, which is the instant of the change: the day's first.)
    """
    local = now.astimezone(ZoneInfo(zone))
    if name == "24h":
        hour = local.replace(minute=0, second=0, microsecond=0)
        return hour.astimezone(UTC) - timedelta(hours=24)
    first_day = local.date() - timedelta(days=DAYS_OF_RANGE[name] - 1)
    return datetime.combine(first_day, time(), ZoneInfo(zone)).astimezone(UTC)
