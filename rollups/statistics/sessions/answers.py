"""Answers about sessions."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics import limits
from rollups.statistics.common import Limit, Listed, by_count, grouped, top, totals
from rollups.statistics.sessions.definitions import (
    SESSION_BROWSER,
    SESSION_CITY,
    SESSION_COUNTRY,
    SESSION_OS,
)


def sessions_by_browser(query: SummaryQuery, snapshot: Snapshot) -> Listed:
    """`[{"name", "count", "versions": [{"name", "count"}], "others"}]`, most sessions first.

    `others` of an entry are the versions that it leaves out.
    """
    return _with_versions(snapshot.rows(query, SESSION_BROWSER), "browser", limits.BROWSERS)


def sessions_by_os(query: SummaryQuery, snapshot: Snapshot) -> Listed:
    """The same as `sessions_by_browser`, by operating system."""
    return _with_versions(snapshot.rows(query, SESSION_OS), "os", limits.SYSTEMS)


def sessions_by_country(query: SummaryQuery, snapshot: Snapshot) -> Listed:
    """`[{"code", "count"}]`, most sessions first."""
    counts = totals(snapshot.rows(query, SESSION_COUNTRY), "country", "sessions")
    return top(counts, limits.COUNTRIES, lambda code, count: {"code": code, "count": count})


def sessions_by_city(query: SummaryQuery, snapshot: Snapshot) -> Listed:
    """`[{"city", "country_code", "latitude", "longitude", "count"}]`, most sessions first.

    The coordinates of a city are those with most sessions, on equality the smallest.
    """
    cities = grouped(snapshot.rows(query, SESSION_CITY), "city", "country")

    def entry(city: tuple[str, str], count: int) -> Content:
        places = _sessions_of(grouped(cities[city], "latitude", "longitude"))
        [((latitude, longitude), _)] = by_count(places, 1)
        where = {"latitude": latitude, "longitude": longitude}
        return {"city": city[0], "country_code": city[1], **where, "count": count}

    return top(_sessions_of(cities), limits.CITIES, entry)


def sessions(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """The four lists of sessions in one, and `others`, of each list; or, grouped by one of them,
    `{"data": [...], "others"}`."""
    if query.group_by in SESSION_LISTS:
        only = SESSION_LISTS[query.group_by](query, snapshot)
        return {"data": only.entries, "others": only.others}
    cities = sessions_by_city(query, snapshot)
    lists = {
        "browsers": sessions_by_browser(query, snapshot),
        "os": sessions_by_os(query, snapshot),
        "countries": sessions_by_country(query, snapshot),
        "cities": cities,
    }
    return {
        **{name: one.entries for name, one in lists.items()},
        "cities_total": len(cities.entries) + cities.others["values"],
        "others": {name: one.others for name, one in lists.items()},
    }


SESSION_LISTS: dict[str, Callable[[SummaryQuery, Snapshot], Listed]] = {
    "browser": sessions_by_browser,
    "os": sessions_by_os,
    "country": sessions_by_country,
    "city": sessions_by_city,
}


def _with_versions(rows: Iterable[Content], group: str, limit: Limit) -> Listed:
    platforms = grouped(rows, group)

    def entry(name: str, count: int) -> Content:
        versions = totals(platforms[name], "version", "sessions")
        listed = top(versions, limits.VERSIONS, _named)
        return {**_named(name, count), "versions": listed.entries, "others": listed.others}

    return top(_sessions_of(platforms), limit, entry)


def _sessions_of(groups: dict[Any, list[Content]]) -> Counter[Any]:
    """The sessions of each group."""
    return Counter({key: sum(row["sessions"] for row in rows) for key, rows in groups.items()})


def _named(name: str, count: int) -> Content:
    return {"name": name, "count": count}


SESSIONS = Summary("sessions_summary", 300, sessions, part="sessions")
SUMMARIES = (SESSIONS,)
