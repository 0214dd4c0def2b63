"""The answers: from a query to the content of a response, as the contract shapes it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rollups import definitions
from rollups.issue_codes import title_of, type_of
from rollups.planner import read, read_each_filter
from rollups.query import SummaryQuery

Content = dict[str, Any]

STATUSES = ("success", "warning", "error", "ongoing")

# Titles of buckets by their lower bound; each ends where the next begins.
DURATIONS = {
    0: "< 1 m",
    60: "1 - 3 m",
    180: "3 - 5 m",
    300: "5 - 10 m",
    600: "10 - 15 m",
    900: "15 - 20 m",
    1200: "20 - 25 m",
    1500: "25 - 30 m",
    1800: "30 - 40 m",
    2400: "40 - 50 m",
    3000: "50 - 60 m",
    3600: "> 60 m",
}
SETUP_TIMES = {
    0: "< 250 ms",
    250: "250 - 500 ms",
    500: "500 - 750 ms",
    750: "750 - 1000 ms",
    1000: "1000 - 1500 ms",
    1500: "1500 - 2000 ms",
    2000: "2000 - 2500 ms",
    2500: "2500 - 3000 ms",
    3000: "3000 - 4000 ms",
    4000: "4000 - 5000 ms",
    5000: "> 5000 ms",
}
CITIES = 300  # in an answer; cities_total says how many there are


@dataclass(frozen=True)
class Summary:
    """A kind of answer: `key` begins its keys in the cache, `ttl` is its life there in seconds."""

    key: str
    ttl: int
    compute: Callable[[SummaryQuery], Content]


def conferences_by_status(query: SummaryQuery) -> Content:
    """`{"data": [{"date", "success", "warning", "error", "ongoing", "total"}]}`, ascending.

    Only days, or hours, that have conferences. A date is a day in the query's zone, or the start
    of an hour as ISO 8601 with the zone's offset.
    """
    counts: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for row in read(query, definitions.CONFERENCE_STATUS):
        counts[row["day"]][row["status"]] += row["conferences"]
    return {
        "data": [
            {"date": _text(day, query.zone), **of_day, "total": sum(of_day.values())}
            for day, of_day in sorted(counts.items())
        ]
    }


def conferences_by_duration(query: SummaryQuery) -> Content:
    """`{"data": [{"range": title, "min_sec", "max_sec" or null, "count"}]}`, every bucket."""
    counts = _totals(read(query, definitions.CONFERENCE_DURATION), "min_sec", "conferences")
    return {"data": _buckets(counts, DURATIONS, "sec")}


def conferences_by_participants(query: SummaryQuery) -> Content:
    """`{"data": [{"participants", "conferences"}], "total_conferences"}`, ascending."""
    rows = read(query, definitions.CONFERENCE_PARTICIPANTS)
    counts = _totals(rows, "participants", "conferences")
    return {
        "data": [
            {"participants": number, "conferences": count}
            for number, count in sorted(counts.items())
        ],
        "total_conferences": counts.total(),
    }


def issues_by_code(query: SummaryQuery) -> Content:
    """`{"data": [{"code", "title", "type", "count", "conferences"}]}`, most issues first.

    A code may have conferences and no issue, where its issues are outside the range that the
    conferences are in; and the reverse.
    """
    issues = _totals(read(query, definitions.ISSUE_CODE), "code", "issues")
    conferences = _totals(read(query, definitions.ISSUE_CODE_CONFERENCES), "code", "conferences")
    codes = sorted(issues.keys() | conferences.keys(), key=lambda code: (-issues[code], code))
    return {
        "data": [
            {
                "code": code,
                "title": title_of(code),
                "type": type_of(code),
                "count": issues[code],
                "conferences": conferences[code],
            }
            for code in codes
        ]
    }


def gum_errors(query: SummaryQuery) -> Content:
    """`{"data": [{"name", "message", "count"}], "total"}`, most frequent first."""
    messages: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in read(query, definitions.GUM_ERROR):
        name = row["gum_name"]
        counts[name] += row["issues"]
        messages[name] = max(messages.get(name, ""), row["gum_message"])
    return {
        "data": [
            {"name": name, "message": messages[name], "count": count}
            for name, count in _by_count(counts)
        ],
        "total": counts.total(),
    }


def connections_by_type(query: SummaryQuery) -> Content:
    """`{"data": [{"name": "Direct", "count"}, {"name": "Relayed", "count"}]}`."""
    counts = _totals(read(query, definitions.CONNECTION_TYPE), "type", "connections")
    return {
        "data": [
            {"name": "Direct", "count": counts["direct"]},
            {"name": "Relayed", "count": counts["relayed"]},
        ]
    }


def connections_by_setup_time(query: SummaryQuery) -> Content:
    """`{"data": [{"range": title, "min_ms", "max_ms" or null, "count"}]}`, every bucket."""
    counts = _totals(read(query, definitions.CONNECTION_SETUP), "min_ms", "connections")
    return {"data": _buckets(counts, SETUP_TIMES, "ms")}


def sessions_by_browser(query: SummaryQuery) -> list[Content]:
    """`[{"name", "count", "versions": [{"name", "count"}]}]`, most sessions first."""
    return _with_versions(read(query, definitions.SESSION_BROWSER), "browser")


def sessions_by_os(query: SummaryQuery) -> list[Content]:
    """`[{"name", "count", "versions": [{"name", "count"}]}]`, most sessions first."""
    return _with_versions(read(query, definitions.SESSION_OS), "os")


def sessions_by_country(query: SummaryQuery) -> list[Content]:
    """`[{"code", "count"}]`, most sessions first."""
    counts = _totals(read(query, definitions.SESSION_COUNTRY), "country", "sessions")
    return [{"code": code, "count": count} for code, count in _by_count(counts)]


def sessions_by_city(query: SummaryQuery) -> list[Content]:
    """`[{"city", "country_code", "latitude", "longitude", "count"}]`, most sessions first; all.

    The coordinates are those of most sessions of the city, then the smallest.
    """
    places: dict[tuple[str, str], Counter[tuple[float, float]]] = defaultdict(Counter)
    for row in read(query, definitions.SESSION_CITY):
        place = (row["latitude"], row["longitude"])
        places[row["city"], row["country"]][place] += row["sessions"]
    counts = Counter({city: at.total() for city, at in places.items()})
    answer = []
    for (city, country), count in _by_count(counts):
        (latitude, longitude), _ = _by_count(places[city, country])[0]
        where = {"latitude": latitude, "longitude": longitude}
        answer.append({"city": city, "country_code": country, **where, "count": count})
    return answer


def sessions(query: SummaryQuery) -> Content:
    """The four lists of sessions in one; or, grouped by one of them, `{"data": [...]}`."""
    if query.group_by in SESSION_LISTS:
        of_group = SESSION_LISTS[query.group_by](query)
        return {"data": of_group[:CITIES] if query.group_by == "city" else of_group}
    cities = sessions_by_city(query)
    return {
        "browsers": sessions_by_browser(query),
        "os": sessions_by_os(query),
        "countries": sessions_by_country(query),
        "cities": cities[:CITIES],
        "cities_total": len(cities),
    }


SESSION_LISTS: dict[str, Callable[[SummaryQuery], list[Content]]] = {
    "browser": sessions_by_browser,
    "os": sessions_by_os,
    "country": sessions_by_country,
    "city": sessions_by_city,
}


def filter_options(query: SummaryQuery) -> Content:
    """`{"app_version": [{"value", "count"}], "browser": ..., "os": ..., "country": ...}`.

    For each value, the conferences in range that pass it alone; descending by count, then value.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in definitions.DIMENSIONS}
    for row in read_each_filter(query, definitions.CONFERENCE_STATUS):
        counts[row["dimension"]][row["value"]] += row["conferences"]
    return {
        dimension: [{"value": value, "count": count} for value, count in _by_count(of_values)]
        for dimension, of_values in counts.items()
    }


def _text(day: date, zone: str) -> str:
    if isinstance(day, datetime):
        return day.astimezone(ZoneInfo(zone)).isoformat()
    return day.isoformat()


def _totals(rows: Iterable[Content], group: str, measure: str) -> Counter[Any]:
    totals: Counter[Any] = Counter()
    for row in rows:
        totals[row[group]] += row[measure]
    return totals


def _by_count(counts: Counter[Any]) -> list[tuple[Any, int]]:
    """Descending by count, then ascending by what is counted."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _buckets(counts: Counter[int], titles: dict[int, str], unit: str) -> list[Content]:
    ends = [*[*titles][1:], None]
    return [
        {"range": title, f"min_{unit}": start, f"max_{unit}": end, "count": counts[start]}
        for (start, title), end in zip(titles.items(), ends, strict=True)
    ]


def _with_versions(rows: Iterable[Content], group: str) -> list[Content]:
    versions: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        versions[row[group]][row["version"]] += row["sessions"]
    counts = Counter({name: of_name.total() for name, of_name in versions.items()})
    return [
        {
            "name": name,
            "count": count,
            "versions": [{"name": v, "count": n} for v, n in _by_count(versions[name])],
        }
        for name, count in _by_count(counts)
    ]


# The kinds of answers, by the address that gives them.
CONFERENCES = Summary("conf_summary", 60, conferences_by_status)
DURATIONS_SUMMARY = Summary("conf_summary:duration", 120, conferences_by_duration)
PARTICIPANTS_SUMMARY = Summary("conf_summary:participants", 120, conferences_by_participants)
ISSUES = Summary("issues_summary", 120, issues_by_code)
GUM_ERRORS = Summary("issues_summary:gum", 120, gum_errors)
CONNECTIONS = Summary("connections_summary", 120, connections_by_type)
SETUP_TIMES_SUMMARY = Summary("connections_summary:setup_time", 120, connections_by_setup_time)
SESSIONS = Summary("sessions_summary", 300, sessions)
FILTER_OPTIONS = Summary("filter_options", 120, filter_options)

# What the dashboard shows of an app, in one answer.
DASHBOARD = {
    "conferences": CONFERENCES,
    "durations": DURATIONS_SUMMARY,
    "participants": PARTICIPANTS_SUMMARY,
    "issues": ISSUES,
    "gum_errors": GUM_ERRORS,
    "connections": CONNECTIONS,
    "setup_times": SETUP_TIMES_SUMMARY,
    "sessions": SESSIONS,
}


def dashboard_parts(query: SummaryQuery) -> dict[str, tuple[Summary, SummaryQuery]]:
    """The question of each part: only the conferences are grouped by the query's days or hours."""
    ungrouped = replace(query, group_by="")
    return {
        name: (summary, query if summary is CONFERENCES else ungrouped)
        for name, summary in DASHBOARD.items()
    }
