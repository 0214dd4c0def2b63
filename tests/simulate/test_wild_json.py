"""Every malformed kind occurs, in about one value of a hundred."""

import json

import pytest

from simulate import wild
from simulate.life import Life


def _values(month: list[Life], table: str, column: str) -> list[object]:
    return [
        step.values[column]
        for life in month
        for step in life.steps
        if step.table == table and step.action == "insert"
    ]


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ("platform", wild.PLATFORMS),
        ("geo_ip", wild.GEO_IPS),
        ("app_version", wild.APP_VERSIONS),
    ],
)
def test_sessions_have_every_malformed_kind(
    month: list[Life], column: str, kinds: dict[str, str | None]
) -> None:
    values = _values(month, "app_session", column)
    assert set(kinds.values()) <= set(values)
    share = sum(value in set(kinds.values()) for value in values) / len(values)
    assert 0.006 < share < 0.014


def test_media_errors_have_malformed_data(month: list[Life]) -> None:
    data = {
        step.values["data"]
        for life in month
        for step in life.steps
        if step.table == "app_issue" and step.values.get("code") == "getusermedia_error"
    }
    assert len(data & set(wild.GUM_DATA.values())) > 5


def test_negotiations_have_every_malformed_kind(month: list[Life]) -> None:
    shapes = set()
    for life in month:
        begins = {
            s.values["id"]: s.at
            for s in life.steps
            if s.table == "app_connection" and s.action == "insert"
        }
        for step in life.steps:
            if step.table == "app_connection" and step.values.get("state") == "connected":
                text = step.values["connection_info"]
                for name, form in wild.NEGOTIATIONS.items():
                    if text == form(begins[step.values["id"]], step.at):
                        shapes.add(name)
    assert shapes == set(wild.NEGOTIATIONS)


def test_all_json_is_json_that_postgresql_takes(month: list[Life]) -> None:
    for column in ("platform", "geo_ip", "constraints", "devices", "metadata", "session_info"):
        for value in set(_values(month, "app_session", column)):
            if value is not None:
                json.loads(str(value), parse_constant=pytest.fail)
