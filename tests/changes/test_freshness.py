"""The moment that answers are true of: the least of all that may be missing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from rollups.changes import days, versions
from rollups.changes.freshness import as_of, freshness_of
from rollups.models import CaptureState
from rollups.pipeline import backfill
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id() -> UUID:
    app_id = raw.app()
    raw.conference(app_id)
    drain()
    return app_id


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_if_nothing_is_missing_it_is_now(app_id: UUID) -> None:
    before = datetime.now(UTC)
    moment = as_of()
    assert moment is not None
    assert before - timedelta(seconds=1) <= moment <= datetime.now(UTC) + timedelta(seconds=1)


def test_a_queued_change_holds_it_back_to_when_it_was_written(app_id: UUID) -> None:
    raw.conference(app_id)
    execute("UPDATE change_queue SET queued_at = %s", queued_at := ago(60))

    assert as_of() == queued_at
    drain()
    assert (as_of() or queued_at) > queued_at


def test_the_oldest_change_counts_though_its_row_has_the_highest_id(app_id: UUID) -> None:
    raw.conference(app_id)
    put = "INSERT INTO change_queue (app_id, conference_id, queued_at) VALUES (%s, %s, %s)"
    execute(put, app_id, uuid4(), older := ago(300))

    assert as_of() == older


def test_days_that_are_still_to_be_built_hold_it_back(app_id: UUID) -> None:
    days.note_all(noted_at := ago(120))

    assert as_of() == noted_at
    backfill.run()
    assert (as_of() or noted_at) > noted_at


def test_before_the_first_backfill_there_is_none() -> None:
    CaptureState.objects.update(stale_since=None)
    execute("UPDATE capture_state SET stale_since = '-infinity'")

    assert as_of() is None


def test_it_is_not_later_than_the_snapshot_that_rows_are_read_by(app_id: UUID) -> None:
    with transaction.atomic():
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        first = as_of()
        execute("SELECT pg_sleep(0.05)")
        assert as_of() == first


def test_each_app_has_the_version_of_its_last_write(app_id: UUID) -> None:
    other = raw.app()
    before = freshness_of([app_id, other]).versions
    assert before[app_id] > 0
    assert before[other] == 0

    raw.conference(app_id)
    drain()

    after = freshness_of([app_id, other]).versions
    assert after[app_id] > before[app_id]
    assert after[other] == 0


def test_a_version_grows_though_the_clock_stands_still(app_id: UUID) -> None:
    future = versions.versions_of([app_id])[app_id] + 10**12
    execute("UPDATE app_state SET version = %s", future)

    versions.renew(app_id)

    assert versions.versions_of([app_id]) == {app_id: future + 1}
