"""To any query the answer is right, or it names the wrong parameter."""

from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from tests import raw
from tests.proofs.hostile.test_rows import write
from tests.proofs.oracle import DIMENSIONS

# URL-encoded. No session has these values.
NOBODYS = [
    *map(quote, ("x" * 400, " Chrome", "chrome", "'; --", "%s", "\\u0000", "\U0001f600")),
    *("%20", "%ED%A0%80", "%FF", "%F4%90%80%80", "%C0%80", "%EF%BF%BF"),
]

NOTHING = {
    "conferences": [],
    "issues": [],
    "gum_errors": [],
    "connections": [{"name": "Direct", "count": 0}, {"name": "Relayed", "count": 0}],
}

# PostgreSQL's text holds no NUL. An empty value counts as not sent, so none is here.
MALFORMED = {
    "created_at_gte": ("now", "infinity", "2026-02-30", "1763640000", "%00", "2026-11-20T24:00:01"),
    "created_at_lte": ("-infinity", "epoch", "0000-01-01", "10000-01-01", "[]"),
    "range": ("8d", "-1d", "%00", "infinity"),
    "timezone": ("Mars", "../../etc/passwd", "/etc/localtime", "UTC%00", "x" * 4000, "Europe"),
    **dict.fromkeys(DIMENSIONS, ("%00", "Chrome%00")),
}
MALFORMED_CONDITIONS = {
    "day": ("now", "2026-02-30", "infinity", "2026-11", "%00"),
    "status": ("fine", "%00", "Error"),
    "duration_gte": ("1_0", "0x10", "NaN", "one", "%00", "%D9%A1"),
    "duration_lt": ("1e400", "Infinity", "-", "1.2.3"),
    "participants": ("1.5", "1_0", "NaN", "many", "%00", "9" * 30),
    "connection_type": ("r", "both", "%00"),
    "setup_time_gte": ("NaN", "Infinity", "1_0", "0x10", "%00"),
    "setup_time_lt": ("-Infinity", "one", "1e1e1"),
    "conference_ids": ("1", "x,y", "%00", "00000000-0000-0000-0000-00000000000g"),
    "issue_code": ("%00",),
    "gum_name": ("%00",),
    "limit": ("-1", "1_0", "NaN", "1.5", "%00", "all"),
    "offset": ("-1", "1_0", "0x10", "last"),
}

TOO_MUCH = {
    "participants": ("2", "2147483648", "9" * 18),
    "duration_gte": ("2147483648", "9" * 18),
    "setup_time_gte": ("315537897600000", "9" * 15),
    "created_at_gte": ("9999-12-31T23:59:59.999999",),
    "created_at_lte": ("0001-01-01T00:00:00",),
    "day": ("0001-01-01", "9999-12-31"),
    "offset": ("1", "9223372036854775806"),
}


@pytest.fixture
def app(database: None) -> str:
    """An app with one conference."""
    key = raw.app()
    write(key, raw.participant(key))
    drain()
    return str(key)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_value_that_no_session_has_gives_an_empty_answer(
    dimension: str, app: str, client: APIClient
) -> None:
    for value in NOBODYS:
        response = client.get(f"/v1/dashboard?appId={app}&{dimension}={value}")
        assert response.status_code == 200, response.content
        body = response.json()
        assert {part: body[part]["data"] for part in NOTHING} == NOTHING, value


@pytest.mark.parametrize("condition", ["issue_code", "gum_name", *DIMENSIONS])
def test_a_condition_that_nobody_meets_gives_an_empty_list(
    condition: str, app: str, client: APIClient
) -> None:
    for value in NOBODYS:
        response = client.get(f"/v1/conferences?appId={app}&limit=5&{condition}={value}")
        assert (response.status_code, response.json()) == (200, {"results": [], "count": 0})


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_bound_that_nothing_reaches_gives_an_empty_list(
    name: str, app: str, client: APIClient
) -> None:
    for value in TOO_MUCH[name]:
        response = client.get(f"/v1/conferences?appId={app}&limit=5&{name}={value}")
        assert (response.status_code, response.json().get("results")) == (200, []), value


@pytest.mark.parametrize("address", ["dashboard", "conferences"])
def test_a_malformed_parameter_is_named(address: str, app: str, client: APIClient) -> None:
    assert not_named(client, f"/v1/{address}?appId={app}", MALFORMED) == []


def test_a_malformed_condition_is_named(app: str, client: APIClient) -> None:
    assert not_named(client, f"/v1/conferences?appId={app}", MALFORMED_CONDITIONS) == []


def not_named(client: APIClient, url: str, malformed: dict[str, tuple[str, ...]]) -> list[str]:
    """The values that are accepted, or refused without the parameter's name."""
    return [
        f"{name}={value}: {response.status_code}"
        for name, values in malformed.items()
        for value in values
        if (response := client.get(f"{url}&{name}={value}"))
        if response.status_code != 400 or response.json()["parameter"] != name
    ]
