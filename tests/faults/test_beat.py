"""Beat dies, runs twice, or has a wrong clock."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django_celery_beat.models import PeriodicTask

from launch.paths import PYTHON
from launch.supervisor import Service
from tests.faults.judge import Judge
from tests.faults.stack import Stack
from tests.process import Process
from tests.waiting import until

pytestmark = pytest.mark.servers

LASTS = 7.0  # seconds: longer than a refresh interval
HOUR = 3600


def test_beat_is_killed_and_started_again(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        stack.beat.kill()
        time.sleep(LASTS)
        stack.beat.start()
        judge.wait_until_normal(after="beat killed")
    assert seen.failures() == []
    judge.assert_exact()


def test_two_beats_at_once_do_no_harm(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen, another_beat(stack):
        time.sleep(LASTS)
        judge.wait_until_normal(after="two beats")
        judge.assert_exact()
    assert seen.failures() == []


def test_a_beat_that_ran_an_hour_ahead_is_started_again_with_the_right_clock(
    judge: Judge, stack: Stack
) -> None:
    stack.beat.stop()
    with another_beat(stack, ahead=HOUR):
        until(a_run_lies_ahead)
    stack.beat.start()
    judge.wait_until_normal(after="beat was an hour ahead")
    judge.assert_exact()


def test_the_clock_is_set_back_an_hour_while_beat_runs(judge: Judge, stack: Stack) -> None:
    stack.beat.stop()
    with another_beat(stack, ahead=HOUR) as beat:
        judge.wait_until_normal(after="beat an hour ahead")
        move_clock(beat)
        judge.wait_until_normal(after="beat's clock set back")
        until_a_task_is_sent()
        judge.wait_until_normal(after="a refresh that may have been on its way")
        judge.assert_exact()


def test_the_clock_is_set_ahead_while_the_database_is_away(judge: Judge, stack: Stack) -> None:
    """Beat reads its schedule again every five minutes, here at once. That must not end it."""
    stack.beat.stop()
    with another_beat(stack, then=HOUR) as beat:
        judge.wait_until_normal(after="another beat")
        stack.postgres.stop()
        move_clock(beat)
        time.sleep(LASTS)
        stack.postgres.start()
        judge.wait_until_normal(after="beat's clock set ahead, its database away")
        until_a_task_is_sent()
        judge.wait_until_normal(after="a refresh that may have been on its way")
        assert beat.runs, beat.said()
        judge.assert_exact()


def test_beat_does_not_wait_for_a_database_that_hangs(judge: Judge, stack: Stack) -> None:
    with stack.postgres.suspended():
        until(lambda: "PostgreSQL is silent" in stack.beat.said())
    judge.wait_until_normal(after="beat gave up waiting")
    judge.assert_exact()


@contextmanager
def another_beat(stack: Stack, *, ahead: float = 0, then: float = 0) -> Iterator[Process]:
    """A beat whose clock is `ahead` seconds ahead, and `then` seconds after the change."""
    argv = [PYTHON, "-m", "tests.faults.moved_clock", str(ahead), str(then)]
    beat = stack.another(Service(name="another-beat", argv=argv))
    beat.start()
    try:
        until_a_task_is_sent()
        yield beat
    finally:
        beat.stop()


def move_clock(beat: Process) -> None:
    os.kill(beat.family()[0], signal.SIGUSR1)


def until_a_task_is_sent() -> None:
    """Wait for a sign of beat. A refresh that it sent before goes on for some seconds."""
    before = times_sent()
    until(lambda: times_sent() > before)


def times_sent() -> int:
    counts = PeriodicTask.objects.values_list("total_run_count", flat=True)
    return sum(counts)


def a_run_lies_ahead() -> bool:
    ahead = datetime.now(UTC) + timedelta(seconds=HOUR / 2)
    return bool(PeriodicTask.objects.filter(last_run_at__gt=ahead).exists())
