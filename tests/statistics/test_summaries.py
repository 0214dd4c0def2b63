"""The system checks find summaries that would give each other's answers."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from rollups import statistics
from rollups.reading import summaries
from rollups.statistics.sessions.answers import SESSIONS

Found = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    statistics.register()


def test_two_summaries_of_one_key_are_found(found: Found) -> None:
    summaries.register((*statistics.SUMMARIES, replace(SESSIONS, part="")))

    assert found() == ["Two summaries have the key sessions_summary. Give one of them another key."]


def test_two_summaries_of_one_part_are_found(found: Found) -> None:
    summaries.register((*statistics.SUMMARIES, replace(SESSIONS, key="sessions_again")))

    assert found() == [
        "Two summaries are the dashboard's part sessions. Give one of them another `part`."
    ]
