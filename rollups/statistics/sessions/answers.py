"""Answers about sessions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics.common import by_count, totals
from rollups.statistics.sessions.definitions import (
    SESSION_BROWSER,
    SESSION_CITY,
    SESSION_COUNTRY,
    SESSION_OS,
)

CITIES = 300  # in an answer; cities_total is the number of all


def sessions_by_browser(query: SummaryQuery, snapshot: Snapshot) -> list[Content]:
    """`[{"name", "count", "versions": [{"name", "count"}]}]`, most sessions first."""
    return _with_versions(snapshot.rows(query, SESSION_BROWSER), "browser")


def sessions_by_os(query: SummaryQuery, snapshot: Snapshot) -> list[Content]:
    """`[{"name", "count", "versions": [{"name", "count"}]}]`, most sessions first."""
    return _with_versions(snapshot.rows(query, SESSION_OS), "os")


def sessions_by_country(query: SummaryQuery, snapshot: Snapshot) -> list[Content]:
    """`[{"code", "count"}]`, most sessions first."""
    counts = totals(snapshot.rows(query, SESSION_COUNTRY), "country", "sessions")
    return [{"code": code, "count": count} for code, count in by_count(counts)]


def sessions_by_city(query: SummaryQuery, snapshot: Snapshot) -> list[Content]:
    """`[{"city", "country_code", "latitude", "longitude", "count"}]`, most sessions first; all.

    The coordinates of a city are those with most sessions, on equality the smallest.
    """
    places: dict[tuple[str, str], Counter[tuple[float, float]]] = defaultdict(Counter)
    for row in snapshot.rows(query, SESSION_CITY):
        place = (row["latitude"], row["longitude"])
        places[row["city"], row["country"]][place] += row["sessions"]
    counts = Counter({city: at.total() for city, at in places.items()})
    answer = []
    for (city, country), count in by_count(counts):
        (latitude, longitude), _ = by_count(places[city, country])[0]
        where = {"latitude": latitude, "longitude": longitude}
        answer.append({"city": city, "country_code": country, **where, "count": count})
    return answer


def sessions(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """The four lists of sessions in one; or, grouped by one of them, `{"data": [...]}`."""
    if query.group_by in SESSION_LISTS:
        of_group = SESSION_LISTS[query.group_by](query, snapshot)
        return {"data": of_group[:CITIES] if query.group_by == "city" else of_group}
    cities = sessions_by_city(query, snapshot)
    return {
        "browsers": sessions_by_browser(query, snapshot),
        "os": sessions_by_os(query, snapshot),
        "countries": sessions_by_country(query, snapshot),
        "cities": cities[:CITIES],
        "cities_total": len(cities),
    }


SESSION_LISTS: dict[str, Callable[[SummaryQuery, Snapshot], list[Content]]] = {
    "browser": sessions_by_browser,
    "os": sessions_by_os,
    "country": sessions_by_country,
    "city": sessions_by_city,
}


def _with_versions(rows: Iterable[Content], group: str) -> list[Content]:
    versions: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        versions[row[group]][row["version"]] += row["sessions"]
    counts = Counter({name: of_name.total() for name, of_name in versions.items()})
    return [
        {
            "name": name,
            "count": count,
            "versions": [{"name": v, "count": n} for v, n in by_count(versions[name])],
        }
        for name, count in by_count(counts)
    ]


SESSIONS = Summary("sessions_summary", 300, sessions, part="sessions")
SUMMARIES = (SESSIONS,)
