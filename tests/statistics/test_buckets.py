"""The system checks find buckets that differ in SQL and in Python, and say it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rollups.statistics import buckets

Found = Callable[[], list[str]]


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "conferences/conference_duration.sql",
            "0, 60, 180,",
            "0, 90, 180,",
            (
                "conference_duration.sql begins its buckets at [0, 90, 180, 300, 600, "
                "900, 1200, 1500, "
                "1800, 2400, 3000, 3600], DURATION_BUCKETS at [0, 60, 180, 300, 600, "
                "900, 1200, 1500, "
                "1800, 2400, 3000, 3600]. Make them the same."
            ),
        ),
        (
            "connections/functions.sql",
            "WHEN ms < 500 THEN 10",
            "WHEN ms < 500 THEN 20",
            (
                "The function setup_bucket_width has the bounds and widths [500, 20, "
                "1000, 25, 2000, "
                "50, 5000, 100, 10000, 250, 20000, 500, 60000, 1000], FINE_WIDTHS has "
                "[500, 10, 1000, "
                "25, 2000, 50, 5000, 100, 10000, 250, 20000, 500, 60000, 1000]. Make them the same."
            ),
        ),
        (
            "connections/connection_setup.sql",
            "60000",
            "30000",
            (
                "connection_setup.sql begins its last bucket at [30000], the last of "
                "FINE_WIDTHS ends "
                "at [60000]. Make them the same."
            ),
        ),
    ],
)
def test_a_bound_that_is_changed_in_sql_is_found(
    rooms: Path, found: Found, file: str, old: str, new: str, sentence: str
) -> None:
    path = rooms / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    assert found() == [sentence]


def test_a_duration_that_is_changed_in_python_is_found(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    monkeypatch.setattr(buckets, "DURATION_BUCKETS", {0: "< 1 m", 60: "> 1 m"})

    assert found() == [
        (
            "conference_duration.sql begins its buckets at [0, 60, 180, 300, 600, 900, 1200, 1500, "
            "1800, 2400, 3000, 3600], DURATION_BUCKETS at [0, 60]. Make them the same."
        )
    ]


def test_a_setup_time_that_begins_within_a_bucket_of_the_rollup_is_found(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    monkeypatch.setattr(buckets, "SETUP_TIME_BUCKETS", {0: "", 255: "", 1000: "", 60_001: ""})

    assert found() == [
        (
            "SETUP_TIME_BUCKETS begin at [255, 60001], where no bucket of the rollup begins. "
            "Begin them where a bucket of FINE_WIDTHS begins: their counts are sums of those."
        )
    ]
