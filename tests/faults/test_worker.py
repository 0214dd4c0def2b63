"""A worker dies in the middle of a refresh, or gets more messages than it can use."""

import os
import signal

import pytest
from kombu import Connection

from proj.celery import app
from tests.faults.judge import Judge
from tests.faults.stack import Stack
from tests.proofs.races.background import stopped_at

pytestmark = pytest.mark.servers

# At the sums of a refresh: it has read, deleted from the queue and written facts by then.
MIDDLE = "LOCK TABLE rollups.conference_status IN SHARE MODE"
EXPIRED, UNEXPIRED = 1_000, 200  # old messages of each kind; beat leaves none without expiry


def test_a_worker_is_killed_in_the_middle_of_a_refresh_and_another_is_started(
    judge: Judge, stack: Stack
) -> None:
    with judge.watched() as seen:
        with stopped_at(stack.connect, MIDDLE) as middle:
            middle.wait_for_somebody()
            stack.worker.kill()
        stack.worker.start()
        judge.wait_until_normal(after="worker killed")
    assert seen.failures() == []
    judge.assert_exact()


def test_the_processes_of_a_worker_are_killed_in_the_middle_of_a_refresh(
    judge: Judge, stack: Stack
) -> None:
    with judge.watched() as seen:
        with stopped_at(stack.connect, MIDDLE) as middle:
            middle.wait_for_somebody()
            for pid in stack.worker.children():
                os.kill(pid, signal.SIGKILL)  # like a system that is out of memory
        judge.wait_until_normal(after="processes of the worker killed")
    assert seen.failures() == []
    judge.assert_exact()


def test_a_worker_that_finds_thousands_of_old_messages_is_soon_at_the_fresh_ones(
    judge: Judge, stack: Stack
) -> None:
    stack.worker.stop()
    with Connection(stack.env["CELERY_BROKER_URL"]) as broker, broker.Producer() as producer:
        for task in ("warm", "backfill", "refresh"):
            for expires, how_many in ((0.001, EXPIRED), (None, UNEXPIRED)):
                for _ in range(how_many):
                    app.send_task(f"rollups.tasks.{task}", expires=expires, producer=producer)
    with judge.watched() as seen:
        stack.worker.start()
        judge.wait_until_normal(after="old messages")
    assert seen.failures() == []
    judge.assert_exact()
