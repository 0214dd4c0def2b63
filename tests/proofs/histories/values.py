"""Random values for raw rows, drawn from small sets so that rows share values.

They are hard cases that a database may hold: names that differ only in white space, values that are
no names, instants at the ends of days and hours in zones that change their clocks.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

MICROSECOND = timedelta(microseconds=1)

# Half-hour and quarter-hour offsets, both sides of the date line, skipped midnights (Santiago),
# repeated midnights (Havana), and a missing day (Apia, 2011-12-30).
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Santiago",
    "America/Havana",
)

# The clocks of histories. Each comes with a zone for which it is a hard case.
CLOCKS = {
    "2026-11-22T14:37:12.345678": "UTC",
    "2026-11-22T14:14:59.999999": "Asia/Kolkata",
    "2027-01-02T00:00:00": "Asia/Kathmandu",
    "2026-10-25T09:00:00": "Europe/Berlin",  # clocks went back at 01:00 UTC
    "2026-03-29T12:15:00": "Europe/Berlin",  # clocks went forward at 01:00 UTC
    "2026-11-01T07:45:00": "America/Havana",  # back at 05:00 UTC, to midnight again
    "2026-03-08T23:59:59.999999": "America/New_York",  # forward at 07:00 UTC
    "2026-09-06T05:10:00": "America/Santiago",  # forward at 04:00 UTC, over midnight
    "2028-03-01T03:30:00": "America/New_York",  # still 29 February there
    "2012-01-01T11:00:00": "Pacific/Apia",  # from 29 to 31 December at 10:00 UTC on the 30th
}

PLAIN_NAMES = ("Chrome", "Firefox", "Safari", "DE")
ODD_NAMES = (
    "chrome",
    " Chrome",
    "\u2003Chrome\u00a0\n",
    "\x1f\x85Chrome\u3000",
    "\ufeffChrome",  # a byte order mark is not white space
    "Unknown",
    "",
    "   ",
    "\u2028\u205f\t",
    "\u200b",  # nor is a zero-width space
    "x" * 64,
    "x" * 64 + "y",
    " " + "x" * 63 + " tail",  # ends with a space once it is cut
    "\U0001f600" * 70,
    "e\u0301",
    "\u00e9",
    "'; -- \"%s\\%",
    "a,b",
)
NOT_NAMES: tuple[Any, ...] = (
    None,
    7,
    1.5,
    True,
    [],
    {},
    ["Chrome"],
    [["Chrome"]],
    {"name": "Chrome"},
    {"0": "Chrome"},
)
# Names of conferences. Lists are searched by them.
TITLES = (None, "Weekly", "weekly 2", "WEEKLY", "100 %", "a_b", "a.b", "B\u00dcRO", "b\u00fcro (1)")
VERSIONS = ("1.0", "2.0", "10.0", " 2.0", "2.0\u00a0", "v" * 16, "", "\u3000", "Unknown", None)

# Days before today at which a named range begins, and their neighbours.
DAYS_BACK = (-1, 0, 0, 0, 1, 1, 2, 3, 5, 6, 7, 8, 28, 29, 30, 89, 90)
HOURS = (0, 0, 0, 1, 2, 3, 12, 23)


def clock(rng: Random) -> datetime:
    """An instant that serves as now, in UTC."""
    return datetime.fromisoformat(rng.choice(list(CLOCKS))).replace(tzinfo=UTC)


def zone(rng: Random, now: datetime) -> str:
    """A time zone, often the hard one for this clock."""
    hard = CLOCKS.get(now.replace(tzinfo=None).isoformat(), "UTC")
    return rng.choice((hard, rng.choice(ZONES)))


def key(rng: Random) -> str:
    """A UUID for a new row. The same seed gives the same one."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def day(rng: Random, now: datetime) -> date:
    """A calendar day not far from today."""
    return now.date() - timedelta(days=rng.choice(DAYS_BACK))


def instant(rng: Random, now: datetime) -> datetime:
    """An instant near `now`, most often a microsecond around the start of a local hour or day."""
    kind = rng.random()
    if kind < 0.6:
        where = ZoneInfo(zone(rng, now))
        hour = rng.choice((*HOURS, now.astimezone(where).hour, now.astimezone(where).hour))
        local = datetime.combine(day(rng, now), time(hour), where)
        edge = local.replace(fold=rng.randrange(2)).astimezone(UTC)
        return edge + rng.choice((-MICROSECOND, timedelta(), timedelta(), MICROSECOND))
    if kind < 0.95:
        return now - rng.random() * timedelta(days=rng.choice((1, 3, 40)))
    return now - timedelta(days=rng.choice((365, 1000, 12345)))


def name(rng: Random) -> Any:
    """A JSON value where a name is expected."""
    kind = rng.random()
    return rng.choice(PLAIN_NAMES if kind < 0.7 else ODD_NAMES if kind < 0.93 else NOT_NAMES)


def duration(rng: Random) -> int:
    """Seconds, most often a second around the bound of a bucket."""
    bound = rng.choice((0, 60, 180, 300, 600, 900, 1200, 1500, 1800, 2400, 3000, 3600))
    return rng.choice((max(0, bound - 1), bound, bound, bound + 1, rng.randrange(4000), 2**31 - 1))
