"""The system checks find sources that do not fit PeerMetrics' tables, and say it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rollups.statistics import SOURCES
from tests.definitions.conftest import Declare

Found = Callable[[], list[str]]

ISSUES = next(source for source in SOURCES if source.table == "app_issue")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"reads": (*ISSUES.reads, "severity")},
            (
                "The source app_issue reads severity, which no column of app_issue is. "
                "Correct `reads`, or add the column to peermetrics/models.py."
            ),
        ),
        (
            {"events": ("insert", "update", "delete")},
            (
                "No source of the table app_issue captures truncate: an emptied table goes unseen. "
                "Add truncate to the `events` of one of them."
            ),
        ),
        (
            {"events": (*ISSUES.events, "upsert")},
            (
                "The source app_issue has the events upsert. "
                "Name some of insert, update, delete, truncate."
            ),
        ),
        (
            {"found_later": "connection_id"},
            (
                "The source app_issue finds its conferences by connection_id, which it "
                "does not read "
                "or which may be null. Name a column of `reads` that is never null."
            ),
        ),
        (
            {"found_later": "conference_id"},
            (
                "The source app_issue finds its conferences by conference_id, which it "
                "does not read "
                "or which may be null. Name a column of `reads` that is never null."
            ),
        ),
        (
            {"aspect": "of_sessions_elsewhere_too"},
            (
                "The name of the source app_issue_of_sessions_elsewhere_too is longer "
                "than 32 characters, "
                "which change_queue.source does not hold. Give it a shorter `aspect`."
            ),
        ),
    ],
)
def test_a_source_that_does_not_fit_is_found(
    declare: Declare, found: Found, changes: dict[str, Any], sentence: str
) -> None:
    declare(sources=tuple(replace(s, **changes) if s == ISSUES else s for s in SOURCES))

    assert found() == [sentence]


def test_a_source_of_a_table_that_peermetrics_lacks_is_found(
    declare: Declare, found: Found
) -> None:
    declare(sources=(*SOURCES, replace(ISSUES, table="app_track")))

    assert found() == [
        (
            "The source app_track is of the table app_track, which no model has. "
            "Add the table to peermetrics/models.py, as PeerMetrics makes it."
        )
    ]


def test_two_sources_of_one_name_are_found(declare: Declare, found: Found) -> None:
    declare(sources=(*SOURCES, ISSUES))

    assert found() == [
        "Two sources have the name app_issue. Tell them apart by another `aspect` of one."
    ]
