"""Stretches: how a range is cut, which rows are read again, and how much a process keeps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollups.cache import warm
from rollups.changes import versions
from rollups.pipeline.refresh import drain
from rollups.reading.query import SummaryQuery
from rollups.reading.stretches import KeptSums, Summed, days_of, stretches_of
from tests import raw

NOW = datetime(2026, 11, 22, 15, 29, tzinfo=UTC)
TODAY = NOW.replace(hour=0, minute=0)
DAY = timedelta(days=1)


def bounds(start: datetime | None, end: datetime | None, now: datetime = NOW) -> list[object]:
    stretches = stretches_of(SummaryQuery(uuid4(), start, end, group_by="day"), now)
    return [(one.start, one.end) for one in stretches]


def test_a_range_is_cut_where_today_begins() -> None:
    assert bounds(TODAY - 6 * DAY, None) == [(TODAY - 6 * DAY, TODAY), (TODAY, None)]
    assert bounds(None, None) == [(None, TODAY), (TODAY, None)]


def test_soon_after_midnight_it_is_also_cut_where_yesterday_began() -> None:
    soon = TODAY + timedelta(hours=5)

    assert bounds(TODAY - 6 * DAY, None, soon) == [
        (TODAY - 6 * DAY, TODAY - DAY),
        (TODAY - DAY, TODAY),
        (TODAY, None),
    ]


def test_a_range_that_begins_or_ends_at_the_cut_is_one_stretch() -> None:
    assert bounds(TODAY, None) == [(TODAY, None)]
    assert bounds(TODAY - DAY, TODAY) == [(TODAY - DAY, TODAY)]


def test_a_stretch_that_ends_at_midnight_does_not_hold_the_day_that_begins() -> None:
    past, _ = stretches_of(SummaryQuery(uuid4(), TODAY - 6 * DAY), NOW)

    assert days_of(past) == ((TODAY - 6 * DAY).date(), (TODAY - DAY).date())


def test_sums_used_longest_ago_are_dropped_when_there_is_no_room() -> None:
    summed = Summed(("name", "count"), {(f"name {n}",): [n] for n in range(100)})
    kept = KeptSums(room=10_000)
    for key in range(50):
        kept.put(key, 1, summed)
        assert kept.get(0, lambda version: True) == summed  # used all the time

    held = [key for key in range(50) if kept.get(key, lambda version: True)]
    assert 1 < len(held) < 10
    assert {0, 49} < {*held}
    assert kept.get(0, lambda version: version > 1) is None


@pytest.fixture
def app_id(database: None) -> UUID:
    app_id = raw.app()
    raw.conference(app_id, NOW - timedelta(hours=2))
    raw.conference(app_id, NOW - 20 * DAY)
    drain()
    with time_machine.travel(NOW, tick=False):
        warm.warm([app_id])
    return app_id


def days_read(app_id: UUID) -> set[str]:
    """From which bounds the next warming reads rollups and facts."""
    with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as asked:
        assert warm.warm([app_id]).computed > 40
    return {
        bound
        for query in asked.captured_queries
        for bound in ("2026-11-22", "2026-11-21", "2026-10-24")
        if "AS slice" in query["sql"] and f">= '{bound}" in query["sql"]
    }


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (lambda app_id: raw.conference(app_id, NOW), {"2026-11-22"}),
        (lambda app_id: raw.conference(app_id, NOW - 25 * DAY), {"2026-10-24"}),
        (versions.renew, {"2026-11-22", "2026-11-21", "2026-10-24"}),
    ],
    ids=["today", "25 days ago", "days that are not known"],
)
def test_only_stretches_whose_days_were_written_are_read_again(
    app_id: UUID, change: Callable[[UUID], object], read: set[str]
) -> None:
    change(app_id)
    drain()

    assert days_read(app_id) == read


def test_a_write_that_says_nothing_about_days_is_not_forgotten_by_the_next_one_that_does(
    app_id: UUID,
) -> None:
    versions.renew(app_id)
    raw.conference(app_id, NOW)
    drain()

    assert days_read(app_id) == {"2026-11-22", "2026-11-21", "2026-10-24"}


def test_what_was_read_from_a_database_that_was_restored_since_is_read_again(app_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE app_state SET version = version - 1, noted_version = version - 1")

    assert days_read(app_id) == {"2026-11-22", "2026-11-21", "2026-10-24"}
