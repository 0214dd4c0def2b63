"""Named ranges, and the period that a range is compared with."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_OF_RANGE = {"7d": 7, "30d": 30, "90d": 90}
RANGES = ("24h", *DAYS_OF_RANGE)


def start_of_range(name: str, now: datetime, zone: str) -> datetime:
    """The start of a named range, in UTC; its end is open.

    24h begins at a full hour. The others begin at the first instant of a day in the zone. (If
    clocks go forward at midnight, zoneinfo reads the skipped time with the offset before the
    change. That is the instant of the change, and the day's first.)
    """
    local = now.astimezone(ZoneInfo(zone))
    if name == "24h":
        hour = local.replace(minute=0, second=0, microsecond=0)
        return hour.astimezone(UTC) - timedelta(hours=24)
    return _midnight(local.date() - timedelta(days=DAYS_OF_RANGE[name] - 1), zone)


def previous_of_range(name: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The bounds of the period that a named range is compared with, in UTC.

    It is the range 1, 7, 30 or 90 days ago, up to this full hour. So a day that has not ended is
    compared with an equal part of a day.
    """
    if name == "24h":
        start = start_of_range(name, now, zone)
        return start - timedelta(hours=24), start
    days = DAYS_OF_RANGE[name]
    hour = now.astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0)
    # Calendar arithmetic: the same hour on the zone's clocks, even if they were changed since.
    end = hour - timedelta(days=days)
    return _midnight(hour.date() - timedelta(days=2 * days - 1), zone), end.astimezone(UTC)


def previous_of_bounds(
    start: datetime | None, end: datetime | None
) -> tuple[datetime, datetime] | None:
    """The span of equal length right before these bounds; None where they are open or empty."""
    if start is None or end is None or start >= end:
        return None
    try:
        return start - (end - start), start
    except OverflowError:
        return None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
