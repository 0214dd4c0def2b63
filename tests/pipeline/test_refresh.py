"""How the queue is drained: what a turn takes, whose turn it is, and when a refresh ends."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg2.extras import execute_values
from pytest_django import Settings

from celerybeat.schedule import refreshes
from rollups import tasks, watch
from rollups.changes import days, queue
from rollups.changes.freshness import as_of
from rollups.models import ChangeQueue, ConferenceFact
from rollups.pipeline.audit import audit_all
from rollups.pipeline.rebuild import rebuild
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

Turn = tuple[UUID, set[UUID]]


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[Turn]:
    """The app and the conferences of each rebuild, as they come; each is done in earnest."""
    seen: list[Turn] = []

    def noted(app_id: UUID, conference_ids: Collection[UUID], **more: Any) -> None:
        seen.append((app_id, set(conference_ids)))
        rebuild(app_id, conference_ids, **more)

    monkeypatch.setattr("rollups.pipeline.refresh.rebuild", noted)
    return seen


def times_rebuilt(turns: list[Turn]) -> Counter[UUID]:
    return Counter(conference for _, conferences in turns for conference in conferences)


def app_with(conferences: int) -> tuple[UUID, list[UUID]]:
    """An app, and its conferences, which are queued."""
    app_id = raw.app()
    return app_id, [raw.conference(app_id) for _ in range(conferences)]


def put(app_id: UUID, conferences: list[UUID], times: int = 1) -> None:
    """Queue each of them so many times, in turn."""
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            "INSERT INTO change_queue (app_id, conference_id) VALUES %s",
            [(app_id, conference) for _ in range(times) for conference in conferences],
        )


def test_a_conference_is_rebuilt_once_however_many_rows_queue_it(turns: list[Turn]) -> None:
    app_id, conferences = app_with(50)
    put(app_id, conferences, times=200)

    drain()

    assert times_rebuilt(turns) == dict.fromkeys(conferences, 1)
    assert not ChangeQueue.objects.exists()


def test_a_turn_takes_a_bounded_number_of_conferences_with_all_their_rows(
    turns: list[Turn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "BATCH", 3)
    app_id, conferences = app_with(8)
    put(app_id, conferences, times=5)

    drain()

    assert [conferences for _, conferences in turns] == [
        {*conferences[:3]},
        {*conferences[3:6]},
        {*conferences[6:]},
    ]


def test_no_more_rows_are_looked_at_together_than_the_bound(
    turns: list[Turn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "SPAN", 20)
    app_id, conferences = app_with(10)
    put(app_id, conferences, times=9)

    drain()

    assert times_rebuilt(turns) == dict.fromkeys(conferences, 100 // 20)
    assert not ChangeQueue.objects.exists()


def test_a_long_queue_of_one_app_does_not_keep_another_waiting(
    turns: list[Turn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "BATCH", 2)
    monkeypatch.setattr(queue, "SPAN", 3)  # the other's row is further back
    busy, _ = app_with(10)
    calm, _ = app_with(1)

    drain()

    assert [app_id for app_id, _ in turns[:3]] == [busy, calm, busy]


def test_the_app_that_has_waited_longest_comes_first(turns: list[Turn]) -> None:
    apps = [app_with(1)[0] for _ in range(5)]

    drain()

    assert [app_id for app_id, _ in turns] == apps


def test_a_refresh_ends_in_time_and_the_next_one_goes_on(
    turns: list[Turn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "BATCH", 1)
    app_with(30)

    drain(within=0.1)
    first = len(turns)
    assert 0 < first < 30
    assert ChangeQueue.objects.count() == 30 - first
    drain()

    assert set(times_rebuilt(turns).values()) == {1}
    assert list(audit_all()) == []


def test_a_round_looks_once_who_is_queued_and_does_not_chase_those_who_write_meanwhile() -> None:
    app_with(3)
    app_with(1)

    with CaptureQueriesContext(connection) as asked:
        drain()

    read = [query for query in asked.captured_queries if "WITH RECURSIVE few" in query["sql"]]
    assert len(read) == 2  # and once more, which finds nothing


def test_the_task_ends_in_time_and_warms_what_others_have_refreshed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "REFRESH_SECONDS", -1)
    app_id = raw.app()
    raw.conference(app_id, datetime.now(UTC))
    drain()
    raw.conference(app_id, datetime.now(UTC))

    assert tasks.refresh() == 0

    with connection.cursor() as cursor:
        cursor.execute("SELECT version = warmed_version FROM app_state")
        assert cursor.fetchall() == [(True,)]
    assert ChangeQueue.objects.count() == 1


def test_of_one_app_only_its_own_rows_are_taken(turns: list[Turn]) -> None:
    app_id, conferences = app_with(2)
    app_with(1)

    drain(app_id=app_id)

    assert turns == [(app_id, {*conferences})]
    assert ChangeQueue.objects.count() == 1


def test_a_change_is_as_old_as_the_oldest_row_that_tells_of_it() -> None:
    """Also where the conference turns out to be in another app, and is queued again."""
    wrong, right = raw.app(), raw.app()
    conference = raw.conference(right)
    drain()
    put(wrong, [conference], times=3)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    newest = ChangeQueue.objects.latest("id").id
    ChangeQueue.objects.filter(id=newest).update(queued_at=long_ago)

    drain(app_id=wrong)

    assert ChangeQueue.objects.get().app_id == right
    assert as_of() == long_ago


def test_the_changes_that_are_measured_are_counted_once_for_each_conference() -> None:
    app_id, conferences = app_with(3)
    put(app_id, conferences, times=5)

    measured = drain().changed_at[app_id]

    assert measured.total() == 3
    assert all(datetime.now(UTC) - moment < timedelta(minutes=1) for moment in measured)


def test_of_an_emptied_table_a_refresh_notes_the_days_and_builds_none(turns: list[Turn]) -> None:
    app_with(3)
    drain()
    turns.clear()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE public.conference CASCADE")

    assert drain().everything

    assert (turns, ConferenceFact.objects.count(), len(days.pending())) == ([], 3, 1)
    tasks.backfill()
    assert not ConferenceFact.objects.exists()


@pytest.mark.parametrize(("beats", "workers"), [(4, 1), (1, 4), (3, 2)])
def test_no_app_is_left_out_whatever_the_worker_thinks_of_shards(
    beats: int, workers: int, settings: Settings
) -> None:
    settings.REFRESH_SHARDS = workers
    for _ in range(40):
        app_with(1)

    refreshed = [tasks.refresh(*entry["args"]) for entry in refreshes(beats).values()]

    assert sum(refreshed) == 40
    assert not ChangeQueue.objects.exists()
    if beats > 1:
        assert max(refreshed) < 40  # they did divide the work


@pytest.mark.parametrize("args", [(), (0,), (3,)])
def test_messages_of_an_older_release_refresh_every_app(args: tuple[int, ...]) -> None:
    for _ in range(5):
        app_with(1)

    assert tasks.refresh(*args) == 5
