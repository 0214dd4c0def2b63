"""However many values clients write, and however long, answers are small, and every row counts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import transaction

from rollups.pipeline.refresh import drain
from tests import raw
from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.oracle import DIMENSIONS, ENDPOINTS, Query, read_raw_tables
from tests.proofs.oracle.rows import NOW

LARGEST = 50_000  # bytes of an answer
USUAL_CITIES = 27_700  # bytes of 300 cities with names of usual length
GROUPS = ("browser", "os", "country", "city")
SESSION_LISTS = ("browsers", "os", "countries", "cities")
DAYS = 90  # each has a conference
CONFERENCES = 42  # the latest: the n-th has n participants, each with a session
SESSIONS = sum(range(CONFERENCES))
CHROME_VERSIONS = 30
ERRORS = len(range(0, SESSIONS, 10))

Name = Callable[[str, int], str]


def usual(kind: str, number: int) -> str:
    return f"{kind} {number:04}"


def of_emojis(kind: str, number: int) -> str:
    return f"{kind}{number:04}".ljust(64, "\U0001f600")


def of_control_characters(kind: str, number: int) -> str:
    """Each takes six bytes of JSON. (A name is not trimmed of this one.)"""
    return f"{kind}{number:04}".ljust(64, "\x01")


NAMES = pytest.mark.parametrize("name", [usual, of_emojis, of_control_characters])


@NAMES
def test_every_answer_is_exact(name: Name, connect: Connect) -> None:
    app = write(name)
    tables = read_raw_tables(connect())
    product = Product()

    for endpoint, query in questions(str(app), name):
        expected = (200, ENDPOINTS[endpoint](tables, query, NOW))
        assert product.ask(endpoint, query, NOW) == expected, (endpoint, query.params())


def test_a_list_and_its_others_are_all_there_is(database: None) -> None:
    app = write(usual)

    answer = ask("dashboard", app, Product())

    sessions, participants = answer["sessions"], answer["participants"]
    found = {
        **{name: all_of(sessions[name], sessions["others"][name]) for name in SESSION_LISTS},
        "issues": all_of(answer["issues"]["data"], answer["issues"]["others"]),
        "gum_errors": all_of(answer["gum_errors"]["data"], answer["gum_errors"]["others"]),
        "participants": all_of(participants["data"], participants["others"], "conferences"),
    }
    assert found == {
        "browsers": (SESSIONS - CHROME_VERSIONS + 1, SESSIONS),
        "os": (SESSIONS, SESSIONS),
        "countries": (SESSIONS, SESSIONS),
        "cities": (SESSIONS, SESSIONS),
        "issues": (ERRORS + 1, 2 * ERRORS),  # each error has another code too
        "gum_errors": (ERRORS, ERRORS),
        "participants": (CONFERENCES, DAYS),
    }
    chrome = sessions["browsers"][0]
    assert all_of(chrome["versions"], chrome["others"]) == (CHROME_VERSIONS, CHROME_VERSIONS)


def test_no_answer_is_larger_than_50_kb(database: None) -> None:
    app, product = write(usual), Product()

    sizes = {endpoint: size_of(ask(endpoint, app, product)) for endpoint in ENDPOINTS}

    assert {endpoint: size for endpoint, size in sizes.items() if size > LARGEST} == {}


@NAMES
def test_long_names_enlarge_no_list_but_that_of_300_cities(name: Name, database: None) -> None:
    app, product = write(name), Product()

    answers = {endpoint: ask(endpoint, app, product) for endpoint in ENDPOINTS}
    cities = answers["dashboard"]["sessions"].pop("cities")
    answers["sessions/summary"].pop("cities")

    assert len(cities) == 300
    sizes = {endpoint: size_of(answer) for endpoint, answer in answers.items()}
    assert sizes["dashboard"] <= LARGEST - USUAL_CITIES
    assert {endpoint: size for endpoint, size in sizes.items() if size > LARGEST} == {}
    dashboard, filters = answers["dashboard"], answers["filters"]
    sessions = dashboard["sessions"]
    platforms = (*sessions["browsers"], *sessions["os"])
    assert all(platform["versions"] for platform in platforms)
    assert all((sessions["browsers"], sessions["os"], sessions["countries"]))
    assert all(dashboard[part]["data"] for part in ("issues", "gum_errors", "participants"))
    assert all(filters[dimension] for dimension in DIMENSIONS)


def questions(app: str, name: Name) -> Iterator[tuple[str, Query]]:
    for endpoint in ENDPOINTS:
        yield endpoint, Query(app)
    for group in GROUPS:
        yield "sessions/summary", Query(app, group_by=group)
    yield "dashboard", Query(app, named="90d", zone="Asia/Kolkata")
    yield "dashboard", Query(app, filters={"browser": ("Chrome", name("Browser", 1))})
    yield "filters", Query(app, named="7d")


def ask(endpoint: str, app: UUID, product: Product) -> Any:
    status, answer = product.ask(endpoint, Query(str(app), named="90d"), NOW)
    assert status == 200
    return answer


def size_of(answer: Any) -> int:
    return len(orjson.dumps(answer))


def all_of(
    entries: list[dict[str, int]], others: dict[str, int], counted: str = "count"
) -> tuple[int, int]:
    """How many values there are, and the sum of their counts."""
    shown = sum(entry[counted] for entry in entries)
    return len(entries) + others["values"], shown + others["count"]


def write(name: Name) -> UUID:
    """An app with a conference on each of 90 days, and other names in almost every session."""
    with transaction.atomic():
        app, number = raw.app(), 0
        for day in range(DAYS):
            at = NOW - timedelta(days=day)
            conference = raw.conference(app, at, duration=100 * day)
            for _ in range(day if day < CONFERENCES else 0):
                _session(app, conference, number, name)
                number += 1
    drain()
    return app


def _session(app: UUID, conference: UUID, number: int, name: Name) -> None:
    at = NOW - timedelta(hours=number % 48)
    person = raw.participant(app, created_at=at)
    raw.member(conference, person)
    of_chrome = number < CHROME_VERSIONS
    session = raw.session(
        conference,
        person,
        created_at=at,
        app_version=f"{number}",
        platform={
            "browser": {
                "name": "Chrome" if of_chrome else name("Browser", number),
                "major": name("", number),
            },
            "os": {"name": name("OS", number), "version": name("v", number)},
        },
        geo_ip={
            "country_code": name("", number),
            "city": name("City", number),
            "latitude": number / 16,
            "longitude": 9.5,
        },
    )
    if number % 10 == 0:
        code = name("", number)[:32]
        raw.issue(conference, session, code=code, created_at=at)
        data = {"name": name("Error", number), "message": name("", number) * 4}
        raw.issue(conference, session, code="getusermedia_error", data=data, created_at=at)
