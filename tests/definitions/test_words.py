"""The system checks find words of SQL that answers do not count by, and say it."""

from collections.abc import Callable
from pathlib import Path

import pytest

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
                "status; declared are "
                "error, ongoing, success, warning. Make CASE ... END AS status and the "
                "declared words the "
                "same."
            ),
        ),
        (
            "connections/connection_fact.sql",
            "THEN 'relayed'",
            "THEN 'relay'",
            (
                "connection_fact.sql writes direct, relay as type; declared are direct, relayed. "
                "Make CASE ... END AS type and the declared words the same."
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


def test_words_that_no_case_writes_are_found(rooms: Path, found: Found) -> None:
    path = rooms / "connections/connection_fact.sql"
    path.write_text(path.read_text().replace("END AS type", "END::text AS type"))

    assert found() == [
        (
            "connection_fact.sql writes no word as type; declared are direct, relayed. "
            "Make CASE ... END AS type and the declared words the same."
        )
    ]
