"""The watch of the queue: it sees changes at once, ends when it must, and starves no other task."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from proj.celery import app
from rollups import tasks, watch
from rollups.models import AppState, ConferenceFact, TaskRun
from tests import raw
from tests.waiting import PATIENCE, until

FOR_EVER = 100 * PATIENCE


def is_warm(app_id: UUID, conferences: int) -> bool:
    state = AppState.objects.filter(app_id=app_id).first()
    counted = ConferenceFact.objects.filter(app_id=app_id).count()
    return state is not None and counted == conferences and state.version == state.warmed_version


@pytest.fixture
def stopped() -> Iterator[None]:
    """The watch of this process is stopped. Afterwards a watch may run again."""
    watch.stop()
    yield
    os.read(watch._stops, 1)


@pytest.mark.usefixtures("database")
def test_a_watch_looks_at_least_once_also_if_the_worker_stops(stopped: None) -> None:
    app_id = raw.app()
    raw.conference(app_id, datetime.now(UTC))

    assert watch.watch(0, 1, FOR_EVER) == 1
    assert is_warm(app_id, 1)


@pytest.mark.usefixtures("database")
def test_a_change_is_seen_while_the_watch_goes_on_and_a_stop_ends_it() -> None:
    def run() -> None:
        watch.watch(0, 1, FOR_EVER)
        connection.close()

    app_id = raw.app()
    watching = Thread(target=run)
    watching.start()
    try:
        for number in (1, 2, 3):
            raw.conference(app_id, datetime.now(UTC))
            until(lambda number=number: is_warm(app_id, number))  # type: ignore[misc]
        assert watching.is_alive()
    finally:
        watch.stop()
        watching.join(PATIENCE)
        os.read(watch._stops, 1)
    assert not watching.is_alive()


@pytest.mark.parametrize(
    ("sent_ago", "left"),
    [(0, 5), (2, 3), (5, 0), (8, -3), (-60, 5)],
    ids=["at once", "late", "when the next is sent", "later", "by a clock that is ahead"],
)
def test_a_task_that_begins_late_ends_when_the_next_one_is_sent(sent_ago: int, left: int) -> None:
    expires = datetime.now(UTC) + timedelta(seconds=10 - sent_ago)
    request = SimpleNamespace(expires=expires.isoformat())

    assert tasks._until_next(request, 5) == pytest.approx(left, abs=1)


def test_a_task_that_beat_has_not_sent_looks_once() -> None:
    assert tasks._until_next(SimpleNamespace(expires=None), 5) == 0


@pytest.fixture
def worker(process_environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with a single process. It is ready."""
    app.control.purge()
    celery = Path(sys.executable).with_name("celery")
    process = subprocess.Popen(
        [celery, "-A", "proj", "worker", "--concurrency=1", "--without-gossip",
         "--without-mingle", "--loglevel=ERROR"],
        cwd=settings.BASE_DIR, env=process_environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: app.control.ping(timeout=0.5))
        yield process
    finally:
        process.kill()
        process.wait()
        app.control.purge()


def send(task: str, *args: object, period: float) -> None:
    """As beat does."""
    app.send_task(f"rollups.tasks.{task}", args, expires=2 * period)


@pytest.mark.servers
def test_a_worker_that_is_told_to_stop_ends_its_watch(worker: subprocess.Popen[bytes]) -> None:
    app_id = raw.app()
    send("refresh", 0, 1, FOR_EVER, period=FOR_EVER)
    raw.conference(app_id, datetime.now(UTC))
    until(lambda: is_warm(app_id, 1))

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0
    assert TaskRun.objects.get(task="refresh").error == ""


@pytest.mark.servers
def test_other_tasks_run_between_the_watches_of_a_single_process(
    worker: subprocess.Popen[bytes],
) -> None:
    for _ in range(2):
        send("refresh", 0, 1, 5, period=5)
    for task in ("warm", "backfill", "audit"):
        send(task, period=FOR_EVER)
    send("refresh", 0, 1, FOR_EVER, period=FOR_EVER)

    until(lambda: TaskRun.objects.filter(error="").count() == 4)

    # The second one began when the first had ended, and so did not go on for another 5 s.
    assert {run.task for run in TaskRun.objects.all()} == {"refresh", "warm", "backfill", "audit"}
