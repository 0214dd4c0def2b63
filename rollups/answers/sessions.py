"""Answers about sessions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from rollups import definitions
from rollups.answers.common import Content, by_count, totals
from rollups.batch import Batch
from rollups.query import SummaryQuery

CITIES = 300  # in an answer; cities_total says how many there are


def sessions_by_browser(query: SummaryQuery, batch: Batch) -> list[Content]:
    """`[{"name", "count", "versions": [{"name", "count"}]}]`, most sessions first."""
    return _with_versions(batch.rows(query, definitions.SESSION_BROWSER), "browser")


def sessions_by_os(query: SummaryQuery, batch: Batch) -> list[Content]:
    """`[{"name", "count", "versions": [{"name", "count"}]}]`, most sessions first."""
    return _with_versions(batch.rows(query, definitions.SESSION_OS), "os")


def sessions_by_country(query: SummaryQuery, batch: Batch) -> list[Content]:
    """`[{"code", "count"}]`, most sessions first."""
    counts = totals(batch.rows(query, definitions.SESSION_COUNTRY), "country", "sessions")
    return [{"code": code, "count": count} for code, count in by_count(counts)]


def sessions_by_city(query: SummaryQuery, batch: Batch) -> list[Content]:
    """`[{"city", "country_code", "latitude", "longitude", "count"}]`, most sessions first; all.

    The coordinates are those of most sessions of the city, then the smallest.
    """
    places: dict[tuple[str, str], Counter[tuple[float, float]]] = defaultdict(Counter)
    for row in batch.rows(query, definitions.SESSION_CITY):
        place = (row["latitude"], row["longitude"])
        places[row["city"], row["country"]][place] += row["sessions"]
    counts = Counter({city: at.total() for city, at in places.items()})
    answer = []
    for (city, country), count in by_count(counts):
        (latitude, longitude), _ = by_count(places[city, country])[0]
        where = {"latitude": latitude, "longitude": longitude}
        answer.append({"city": city, "country_code": country, **where, "count": count})
    return answer


def sessions(query: SummaryQuery, batch: Batch) -> Content:
    """The four lists of sessions in one; or, grouped by one of them, `{"data": [...]}`."""
    if query.group_by in SESSION_LISTS:
        of_group = SESSION_LISTS[query.group_by](query, batch)
        return {"data": of_group[:CITIES] if query.group_by == "city" else of_group}
    cities = sessions_by_city(query, batch)
    return {
        "browsers": sessions_by_browser(query, batch),
        "os": sessions_by_os(query, batch),
        "countries": sessions_by_country(query, batch),
        "cities": cities[:CITIES],
        "cities_total": len(cities),
    }


SESSION_LISTS: dict[str, Callable[[SummaryQuery, Batch], list[Content]]] = {
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
