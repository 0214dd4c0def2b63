"""Time zones by IANA name, known to both Python and PostgreSQL."""

from functools import cache
from zoneinfo import available_timezones

from django.db import DataError, connection, transaction

# The machine's own zone. It may differ between the machines of Python and PostgreSQL.
_LOCAL = "localtime"
# Other names of UTC. They share its answers in the cache.
_UTC = {"UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"}


def canonical(name: str) -> str | None:
    """The name to use for a zone; None if there is no such zone."""
    if name.removeprefix("Etc/") in _UTC:
        return "UTC"
    return name if name in _names_of_python() and _is_known_to_postgresql(name) else None


@cache
def _names_of_python() -> frozenset[str]:
    return frozenset(available_timezones() - {_LOCAL})  # it reads hundreds of files


@cache  # caches only names that Python knows: clients may send any number of other names
def _is_known_to_postgresql(name: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT now() AT TIME ZONE %s", [name])
    except DataError:
        return False
    return True
