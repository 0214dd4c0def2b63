"""Backfill: which days it builds, in which order, and what an interruption leaves."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from rollups.changes import days
from rollups.changes.days import Day
from rollups.changes.freshness import as_of
from rollups.models import CaptureState, ConferenceFact, ConferenceStatus
from rollups.pipeline import audit, backfill, capture
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

OLDER, NEWER = date(2026, 11, 18), date(2026, 11, 20)


@pytest.fixture
def app_id() -> UUID:
    """An app with two conferences of one day and one of another, written while capture was off."""
    capture.off()
    app_id = raw.app()
    for day in (NEWER, NEWER, OLDER):
        raw.conference(app_id, datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC))
    capture.on()
    return app_id


def test_every_day_is_built_newest_first_and_nothing_is_missing_then(app_id: UUID) -> None:
    built: list[tuple[Day, int]] = []

    backfill.run(on_day=lambda day, conferences: built.append((day, conferences)))

    assert built == [(Day(app_id, NEWER), 2), (Day(app_id, OLDER), 1)]
    assert days.pending() == []
    assert CaptureState.objects.get().stale_since is None
    assert list(audit.audit_all()) == []


def test_a_run_that_is_stopped_keeps_what_is_built_and_leaves_the_rest(app_id: UUID) -> None:
    def stop(day: Day, conferences: int) -> None:
        raise backfill.Stopped

    backfill.run(on_day=stop)

    assert ConferenceFact.objects.count() == 2
    assert days.pending() == [Day(app_id, OLDER)]
    assert as_of() is not None
    assert CaptureState.objects.get().stale_since is not None


def test_a_day_whose_transaction_fails_is_still_to_be_built(
    app_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("rollups.pipeline.backfill.rebuild", fail)
    with pytest.raises(RuntimeError):
        backfill.run()

    assert days.pending() == [Day(app_id, NEWER), Day(app_id, OLDER)]
    assert not ConferenceFact.objects.exists()


def test_what_is_right_already_stays_as_it_is(app_id: UUID) -> None:
    backfill.run()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text FROM rollups.conference_status ORDER BY 1")
        before = cursor.fetchall()

    days.note_all()
    backfill.run()

    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text FROM rollups.conference_status ORDER BY 1")
        assert cursor.fetchall() == before != []


def test_a_conference_that_is_gone_leaves_facts_and_rollups(app_id: UUID) -> None:
    backfill.run()
    capture.off()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.conference WHERE created_at < %s", [NEWER])
    capture.on()

    backfill.run()

    assert {fact.created_at.date() for fact in ConferenceFact.objects.all()} == {NEWER}
    assert {row.day for row in ConferenceStatus.objects.all()} == {NEWER}


def test_while_capture_is_off_changes_stay_missing_though_every_day_is_built(app_id: UUID) -> None:
    backfill.run()
    capture.off()
    days.note_all()

    backfill.run()

    assert days.pending() == []
    stale = CaptureState.objects.get().stale_since
    assert stale is not None
    assert stale > datetime.now(UTC) - timedelta(minutes=5)
