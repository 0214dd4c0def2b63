"""The system checks find issue codes without a title, and say it."""

from collections.abc import Callable

import pytest

from rollups.statistics.issues import codes

Found = Callable[[], list[str]]


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
