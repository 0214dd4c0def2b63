"""Random queries to the endpoints: ranges, zones, buckets of time and filters."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.proofs.histories import values
from tests.proofs.oracle import DIMENSIONS, UNKNOWN, Query, RawTables
from tests.proofs.oracle.raw import ByConference, Row
from tests.proofs.oracle.values import dimension_of

NAMED = ("24h", "7d", "30d", "90d")
# Other endpoints take no `group_by`.
GROUPS = {
    "conferences/summary": ("", "day", "day", "hour"),
    "dashboard": ("", "day", "hour"),
    "issues/summary": ("", "code"),
    "connections/summary": ("", "type"),
    "sessions/summary": ("", "", "browser", "os", "country", "city"),
}
NOBODY = ("Nobody's", "x" * 65, "CHROME", "\u00fc")


def any_query(rng: Random, endpoint: str, app: str, now: datetime, raw: RawTables) -> Query:
    """A query about one app. It mostly uses values that occur in the raw tables."""
    gte, lte, named = any_range(rng, now, raw)
    return Query(
        app_id=app,
        gte=gte,
        lte=lte,
        named=named,
        zone=rng.choice(("", values.zone(rng, now), values.zone(rng, now))),
        group_by=rng.choice(GROUPS.get(endpoint, ("",))),
        filters={} if endpoint == "filters" else _filters(rng, raw),
    )


def any_range(rng: Random, now: datetime, raw: RawTables) -> tuple[str, str, str]:
    """`created_at_gte`, `created_at_lte` and `range`."""
    kind = rng.random()
    if kind < 0.3:
        return "", "", rng.choice(NAMED)
    if kind < 0.65:
        return _whole_days(rng, now)
    first, last = sorted((_instant(rng, now, raw), _instant(rng, now, raw)))
    if kind < 0.75:
        last = min(last, first + timedelta(days=rng.choice((0, 1, 8))))
    if rng.random() < 0.05:
        first, last = last, first
    return _bound(rng, first), _bound(rng, last), ""


def _whole_days(rng: Random, now: datetime) -> tuple[str, str, str]:
    """From the first microsecond of a day to the last of a day, mostly UTC days."""
    zone = ZoneInfo(rng.choice(("UTC", values.zone(rng, now))))
    days = sorted((values.day(rng, now), values.day(rng, now)))
    first = _midnight(days[0], zone)
    last = _midnight(days[1] + timedelta(days=1), zone) - values.MICROSECOND
    return _bound(rng, first), _bound(rng, last), ""


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _instant(rng: Random, now: datetime, raw: RawTables) -> datetime:
    """The instant of a row, a microsecond beside it, or any other."""
    rows = rng.choice((raw.conferences, *map(_all, (raw.sessions, raw.issues, raw.connections))))
    if rows and rng.random() < 0.5:
        at: datetime = rng.choice(rows)["created_at"]
        return at.astimezone(UTC) + rng.choice((-1, 0, 0, 1)) * values.MICROSECOND
    return values.instant(rng, now)


def _bound(rng: Random, instant: datetime) -> str:
    """An instant in one of its possible forms, or nothing: an open end."""
    if instant.time() == time() and rng.random() < 0.3:
        return instant.date().isoformat()
    local = instant.astimezone(ZoneInfo(rng.choice(values.ZONES)))
    naive = instant.replace(tzinfo=None)
    written = (naive.isoformat(), naive.isoformat() + "Z", instant.isoformat(), local.isoformat())
    return rng.choice((*written, *written, ""))


def _filters(rng: Random, raw: RawTables) -> dict[str, tuple[str, ...]]:
    """Values of up to four dimensions. Most are of one session, so that some rows pass."""
    how_many = rng.choices((0, 1, 2, 3, 4), (30, 35, 20, 10, 5))[0]
    there = _all(raw.sessions)
    like = rng.choice(there) if there and rng.random() < 0.75 else None
    return {
        dimension: _values(rng, dimension, there, like)
        for dimension in rng.sample(DIMENSIONS, how_many)
    }


def _values(rng: Random, dimension: str, there: list[Row], like: Row | None) -> tuple[str, ...]:
    found = sorted({dimension_of(row, dimension) for row in there})
    # Drawn with repetition: a value given twice counts once.
    drawn = rng.choices([UNKNOWN, *found, *found, rng.choice(NOBODY)], k=rng.choice((1, 1, 2, 3)))
    return tuple(drawn if like is None else [dimension_of(like, dimension), *drawn[1:]])


def _all(table: ByConference) -> list[Row]:
    return [row for rows in table.values() for row in rows]
