"""Random JSON documents for raw rows: as PeerMetrics writes them, or malformed."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from psycopg2.extras import Json

from tests.proofs.histories.values import MICROSECOND, NOT_NAMES, name

CITIES = ("Berlin", "Berlin", "Paris", "Paris", " Paris\u00a0", "Unknown", "", None, ["Paris"])
# Few values, so that places of a city tie in sessions. Some values are invalid.
LATITUDES = (52.5, "52.5", "+52.50", 48.9, 48.9, 0, "-0", 90, -90.0, "90.1", "NaN", "1e1", None)
LONGITUDES = (13.4, "13.4", 13.4, 2.4, "2.4", 0, "0.0", 180, "-180", 180.1, " 1", True)

VERSIONS = ("1", "2.0", "10.0.1", " 10.3", ".5", "", "Unknown", 10, None, ["1"])

MESSAGES = ("Permission denied", "no device", "", "m" * 300, " ", 7, None, {"text": "no"})

STARTED = datetime(2026, 11, 20, 23, 59, 58)  # noqa: DTZ001  PeerMetrics writes no offset
SETUP_BOUNDS_MS = (0, 250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000)
NO_TIMES = ("now", "infinity", "epoch", "2026-02-30 12:00:00", "2026-11-20 24:00:00", "", 7, None)
STATUSES = ("connected",) * 12 + ("failed", "Connected", "", None, ["connected"])


def platform(rng: Random) -> Json | None:
    """A `platform` column."""
    return _column(rng, {"browser": _software(rng), "os": _software(rng)})


def geo_ip(rng: Random) -> Json | None:
    """A `geo_ip` column."""
    place = {
        "country_code": name(rng),
        "city": name(rng) if rng.random() < 0.2 else rng.choice(CITIES),
        "latitude": rng.choice(LATITUDES),
        "longitude": rng.choice(LONGITUDES),
    }
    return _column(rng, place)


def issue_data(rng: Random) -> Json | None:
    """A `data` column of an issue."""
    return _column(rng, {"name": name(rng), "message": rng.choice(MESSAGES)})


def connection_info(rng: Random) -> Json | None:
    """A `connection_info` column."""
    tries = [_negotiation(rng) for _ in range(rng.choice((0, 1, 1, 1, 2)))]
    odd = rng.random() < 0.05
    return _column(rng, {"negotiations": rng.choice((*tries, *NOT_NAMES)) if odd else tries})


def _software(rng: Random) -> Any:
    whole = {"name": name(rng), "version": rng.choice(VERSIONS), "major": rng.choice(VERSIONS)}
    return _part(rng, whole)


def _negotiation(rng: Random) -> Any:
    took = timedelta(milliseconds=rng.choice(SETUP_BOUNDS_MS)) + rng.randint(-1, 1) * MICROSECOND
    whole = {
        "status": rng.choice(STATUSES),
        "start_time": _time(rng, STARTED),
        "end_time": _time(rng, STARTED + took),
    }
    return _part(rng, whole)


def _time(rng: Random, at: datetime) -> Any:
    """An instant in one of its possible forms, or no valid timestamp."""
    written = at.isoformat(" ", "microseconds")
    ahead = (at + timedelta(hours=5, minutes=30)).isoformat("T", "microseconds")
    return rng.choice(
        (
            *([written] * 8),
            at.isoformat("T"),
            f"{written}Z",
            f"{written}999+00",
            f"{ahead}+0530",
            f"{(at - timedelta(hours=23)).isoformat(' ')}-23:00",
            *([rng.choice(NO_TIMES)] if rng.random() < 0.2 else []),
        )
    )


def _part(rng: Random, whole: dict[str, Any]) -> Any:
    """An object inside a document: whole, without some keys, or replaced by something else."""
    kind = rng.random()
    if kind < 0.85:
        return whole
    if kind < 0.93:
        return {field: whole[field] for field in whole if rng.random() < 0.5}
    return name(rng)


def _column(rng: Random, whole: dict[str, Any]) -> Json | None:
    """The document: whole, without some keys, replaced by something else, or SQL's NULL."""
    kind = rng.random()
    if kind < 0.8:
        return Json(whole)
    if kind < 0.87:
        return Json({field: whole[field] for field in whole if rng.random() < 0.5})
    return Json(rng.choice(("", "Chrome", [whole], *NOT_NAMES))) if kind < 0.94 else None
