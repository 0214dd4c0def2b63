"""Time zones by IANA name, known to both Python and PostgreSQL."""

from functools import cache
from zoneinfo import available_timezones

from django.db import DataError, connection, transaction

# Other names of UTC, which share its answers and its cache.
_UTC = {"UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"}


@cache
def canonical(name: str) -> str | None:
    """The name to use for a zone; None if there is no such zone."""
    if name.removeprefix("Etc/") in _UTC:
        return "UTC"
    if name not in available_timezones():
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT now() AT TIME ZONE %s", [name])
    except DataError:
        return None
    return name
