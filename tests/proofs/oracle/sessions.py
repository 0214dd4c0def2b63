"""Sessions by browser and operating system, with versions, by country and by city."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.proofs.oracle.counted import city_of, counted_sessions
from tests.proofs.oracle.limited import (
    BROWSERS,
    CITIES,
    COUNTRIES,
    SYSTEMS,
    VERSIONS,
    limited,
)
from tests.proofs.oracle.query import Query
from tests.proofs.oracle.raw import RawTables, Row
from tests.proofs.oracle.values import coordinate_of, dimension_of, inside, is_name, name_of

LISTS = {"browser": "browsers", "os": "os", "country": "countries", "city": "cities"}


def sessions_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of sessions/summary, or of one of its LISTS by the query's group_by."""
    sessions = list(counted_sessions(raw, query, now))
    cities = _cities(sessions)
    lists = {
        "browsers": limited(_platforms(sessions, "browser"), BROWSERS),
        "os": limited(_platforms(sessions, "os"), SYSTEMS),
        "countries": limited(_countries(sessions), COUNTRIES),
        "cities": limited(cities, CITIES),
    }
    if query.group_by:
        kept, others = lists[LISTS[query.group_by]]
        return {"data": kept, "others": others}
    return {
        **{name: kept for name, (kept, _) in lists.items()},
        "cities_total": len(cities),
        "others": {name: others for name, (_, others) in lists.items()},
    }


def version_of(session: Row, dimension: str) -> str:
    """The version of the session's browser or operating system."""
    version = inside(session["platform"], dimension, "version")
    if dimension == "os":
        return name_of(version)
    major = inside(session["platform"], dimension, "major")
    if is_name(major):
        return name_of(major)
    return name_of(version.split(".")[0] if isinstance(version, str) else None)


def place_of(session: Row) -> tuple[str, tuple[float, float]] | None:
    """City, latitude and longitude, if all three are valid."""
    city, coordinates = city_of(session), _coordinates_of(session)
    return None if city is None or coordinates is None else (city, coordinates)


def _platforms(sessions: list[Row], dimension: str) -> list[dict[str, Any]]:
    versions: dict[str, Counter[str]] = defaultdict(Counter)
    for session in sessions:
        name = dimension_of(session, dimension)
        versions[name][version_of(session, dimension)] += 1
    totals = {name: counts.total() for name, counts in versions.items()}
    entries = []
    for name, count in _by_count(totals.items()):
        kept, others = limited(_named(versions[name]), VERSIONS)
        entries.append({"name": name, "count": count, "versions": kept, "others": others})
    return entries


def _named(counts: Counter[str]) -> list[dict[str, Any]]:
    return [{"name": name, "count": count} for name, count in _by_count(counts.items())]


def _countries(sessions: list[Row]) -> list[dict[str, Any]]:
    counts = Counter(dimension_of(session, "country") for session in sessions)
    return [{"code": code, "count": count} for code, count in _by_count(counts.items())]


def _cities(sessions: list[Row]) -> list[dict[str, Any]]:
    places: dict[tuple[str, str], Counter[tuple[float, float]]] = defaultdict(Counter)
    for session in sessions:
        if (place := place_of(session)) is not None:
            city, coordinates = place
            places[city, dimension_of(session, "country")][coordinates] += 1
    totals = {key: counts.total() for key, counts in places.items()}
    return [
        {
            "city": key[0],
            "country_code": key[1],
            "latitude": _by_count(places[key].items())[0][0][0],
            "longitude": _by_count(places[key].items())[0][0][1],
            "count": count,
        }
        for key, count in _by_count(totals.items())
    ]


def _coordinates_of(session: Row) -> tuple[float, float] | None:
    latitude = coordinate_of(inside(session["geo_ip"], "latitude"), 90)
    longitude = coordinate_of(inside(session["geo_ip"], "longitude"), 180)
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None
    return latitude, longitude


def _by_count(counts: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Largest count first. Equal counts are ordered by code point or number."""
    return sorted(counts, key=lambda item: (-item[1], item[0]))
