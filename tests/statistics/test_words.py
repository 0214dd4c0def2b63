"""The system checks find words of SQL that answers do not count, and codes without a title."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rollups.statistics.issues import codes

Found = Callable[[], list[str]]


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "conferences/conference_fact.sql",
            "THEN 'ongoing'",
            "THEN 'running'",
            (
                "conference_fact.sql writes error, running, success, warning as "
                "status; STATUSES are "
                "error, ongoing, success, warning. Make them the same."
            ),
        ),
        (
            "connections/connection_fact.sql",
            "THEN 'relayed'",
            "THEN 'relay'",
            (
                "connection_fact.sql writes direct, relay as type; TYPES are direct, relayed. "
                "Make them the same."
            ),
        ),
    ],
)
def test_a_word_that_is_changed_in_sql_is_found(
    rooms: Path, found: Found, file: str, old: str, new: str, sentence: str
) -> None:
    path = rooms / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    assert found() == [sentence]


def test_an_issue_code_without_an_explanation_is_found(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    monkeypatch.setitem(codes.WARNINGS, "low_battery", "Low battery")

    assert found() == [
        (
            "Issue codes without a title or without an explanation: low_battery. "
            "Give each code of ERRORS and WARNINGS an entry in EXPLANATIONS, and no other."
        )
    ]


def test_an_issue_code_that_is_an_error_and_a_warning_is_found(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    monkeypatch.setitem(codes.WARNINGS, "ice_failed", "Connection could not be established")

    assert found() == [
        "The issue code ice_failed is an error and a warning. Take it out of one of the two."
    ]
