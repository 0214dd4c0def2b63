"""The values that filters compare, read from the raw JSON."""

from tests.oracle.raw import Row

UNKNOWN = "Unknown"
DIMENSIONS = ("browser", "os", "country", "app_version")


def name_of(value: object) -> str:
    """The Unknown rule: a string, trimmed, cut at 64 characters; anything else is Unknown."""
    return value.strip()[:64] or UNKNOWN if isinstance(value, str) else UNKNOWN


def dimension_of(session: Row, dimension: str) -> str:
    """The session's value of one of DIMENSIONS."""
    if dimension == "app_version":
        return name_of(session["app_version"])
    if dimension == "country":
        return name_of(_inside(session["geo_ip"], "country_code"))
    return name_of(_inside(session["platform"], dimension, "name"))


def _inside(value: object, *path: str) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
