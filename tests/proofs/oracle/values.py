"""The values that are counted and compared, read from raw JSON."""

import math
import re
from datetime import datetime, timedelta

from tests.proofs.oracle.raw import Row

UNKNOWN = "Unknown"
DIMENSIONS = ("browser", "os", "country", "app_version")

_TIMESTAMP = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<minute>(?:[01][0-9]|2[0-3]):[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?:\.(?P<fraction>[0-9]+))?)?"
    r"(?:Z|(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3])(?::?(?P<minutes>[0-5][0-9]))?)?"
)
_COORDINATE = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]+)?")


def name_of(value: object) -> str:
    """The Unknown rule: a string is trimmed and cut at 64 characters. All else is Unknown."""
    return value.strip()[:64] or UNKNOWN if isinstance(value, str) else UNKNOWN


def is_name(value: object) -> bool:
    """Whether the value is a name. The text "Unknown" is none."""
    return name_of(value) != UNKNOWN


def dimension_of(session: Row, dimension: str) -> str:
    """The session's value of one of DIMENSIONS."""
    if dimension == "app_version":
        return name_of(session["app_version"])
    if dimension == "country":
        return name_of(inside(session["geo_ip"], "country_code"))
    return name_of(inside(session["platform"], dimension, "name"))


def inside(value: object, *path: str) -> object:
    """The value under these nested keys of a JSON document, or None."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def coordinate_of(value: object, most: float) -> float | None:
    """A latitude or longitude of up to `most` degrees, or None."""
    if isinstance(value, bool):  # Python's bool is an int
        return None
    if isinstance(value, str):
        degrees = float(value) if _COORDINATE.fullmatch(value) else math.inf
    else:
        degrees = float(value) if isinstance(value, int | float) else math.inf
    return degrees if abs(degrees) <= most else None


def time_between(start: object, end: object) -> timedelta | None:
    """The time from `start` to `end`; None if one of them is no timestamp."""
    first, last = _timestamp_of(start), _timestamp_of(end)
    if first is None or last is None:
        return None
    # Subtract local times and offsets separately: the instant in UTC may be outside Python's years.
    return (last[0] - first[0]) - (last[1] - first[1])


def _timestamp_of(value: object) -> tuple[datetime, timedelta] | None:
    """The local date and time, and the offset from UTC."""
    found = _TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    fraction = (found["fraction"] or "").ljust(6, "0")[:6]
    written = f"{found['day']}T{found['minute']}:{found['second'] or '00'}.{fraction}"
    try:
        return datetime.fromisoformat(written), -offset if found["sign"] == "-" else offset
    except ValueError:
        return None  # no such day
