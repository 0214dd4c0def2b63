"""Unexpected rows do not disturb the other rows, and count as the contract says.

Each place in a JSON document gets one row for each hostile value, beside good rows. Then all
answers are compared with a recomputation, and the stored tables with a new rebuild.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from tests import raw
from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.histories.whole_tables import drift_from_a_fresh_rebuild
from tests.proofs.hostile.places import PLACES, Place
from tests.proofs.oracle import DIMENSIONS, ENDPOINTS, UNKNOWN, Query, read_raw_tables
from tests.proofs.oracle.rows import NOW

LISTS = ("conferences", "sessions", "connections", "issues", "participants")

GOOD: dict[str, dict[str, Any]] = {
    "app_session": {
        "platform": {
            "browser": {"name": "Chrome", "version": "120.1", "major": "120"},
            "os": {"name": "Linux", "version": "6.1"},
        },
        "geo_ip": {
            "country_code": "DE",
            "city": "Bonn",
            "latitude": "50.7",
            "longitude": 7.1,
        },
        "app_version": "1.0",
    },
    "app_connection": {
        "type": "r",
        "connection_info": {
            "negotiations": [
                {
                    "status": "connected",
                    "start_time": "2026-11-20 12:00:00.000000",
                    "end_time": "2026-11-20 12:00:00.300000",
                }
            ]
        },
    },
    "app_issue": {
        "type": "w",
        "code": "getusermedia_error",
        "data": {"name": "NotFoundError", "message": "no device"},
    },
}


def write(
    app: uuid.UUID, person: uuid.UUID, table: str = "", column: str = "", value: str = ""
) -> None:
    """A conference of good rows, except for one column of one table."""
    values = {name: {**row} for name, row in GOOD.items()}
    if table:
        values[table][column] = value
    conference = raw.conference(app)
    raw.member(conference, person)
    session = raw.session(conference, person, **values["app_session"])
    raw.connection(conference, session, person, **values["app_connection"])
    raw.issue(conference, session, **values["app_issue"])


def questions(app: str) -> Iterator[tuple[str, Query]]:
    """Every endpoint, and filters that unexpected rows pass."""
    for endpoint in ENDPOINTS:
        yield endpoint, Query(app)
    for group in ("browser", "os", "country", "city"):
        yield "sessions/summary", Query(app, group_by=group)
    for dimension in DIMENSIONS:
        yield "dashboard", Query(app, filters={dimension: (UNKNOWN,)})
    yield "dashboard", Query(app, filters={"browser": (UNKNOWN, "Chrome"), "country": (UNKNOWN,)})


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_value_that_nobody_expects_counts_as_the_contract_says(
    place: Place, connect: Connect
) -> None:
    app = raw.app()
    person = raw.participant(app)
    write(app, person)
    for document in place.documents():
        write(app, person, place.table, place.column, document)
    drain()

    tables = read_raw_tables(connect())
    product = Product()
    for endpoint, query in questions(str(app)):
        expected = (200, ENDPOINTS[endpoint](tables, query, NOW))
        assert product.ask(endpoint, query, NOW) == expected, (endpoint, query.params())
    assert drift_from_a_fresh_rebuild() == []


@pytest.mark.parametrize("name", ["platform", "geo_ip", "connection_info", "data"])
def test_lists_give_a_row_that_nobody_expects_as_it_is(
    name: str, database: None, client: APIClient
) -> None:
    place = PLACES[name]
    app = raw.app()
    person = raw.participant(app)
    for document in place.documents():
        write(app, person, place.table, place.column, document)
    drain()
    for address in LISTS:
        response = client.get(f"/v1/{address}", {"appId": str(app)})
        assert response.status_code == 200, address
        body = json.loads(response.content, parse_constant=refuse, parse_int=float)
        assert len(body["data"]) == (1 if address == "participants" else len(place.values))


def refuse(constant: str) -> None:
    """Raise at NaN and Infinity: JSON has neither."""
    raise AssertionError(constant)


@pytest.mark.parametrize("text", ['"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', "NaN", "Infinity"])
def test_what_no_row_can_hold(text: str, database: None) -> None:
    app = raw.app()
    with pytest.raises(DataError):
        write(app, raw.participant(app), "app_issue", "data", f'{{"name": {text}}}')
