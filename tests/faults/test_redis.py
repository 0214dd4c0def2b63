"""Redis (cache and broker) stops, hangs or is flushed. Answers go on, from PostgreSQL."""

import time

import pytest

from tests.faults.client import Seen
from tests.faults.judge import Judge
from tests.faults.stack import Stack

pytestmark = pytest.mark.servers

LASTS = 6.0  # seconds: longer than a refresh interval


def test_redis_is_stopped_and_started_again(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        stack.redis.stop()
        time.sleep(LASTS)
        stack.redis.start()
        judge.wait_until_normal(after="Redis stopped")
    assert_all_answered(seen)
    judge.assert_exact()


def test_redis_hangs(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        with stack.redis.suspended():
            time.sleep(LASTS)
        judge.wait_until_normal(after="Redis hung")
    assert_all_answered(seen)
    judge.assert_exact()


def test_redis_forgets_everything(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        stack.redis.client.flushall()
        judge.wait_until_normal(after="Redis flushed")
    assert_all_answered(seen)
    judge.assert_exact()


def assert_all_answered(seen: Seen) -> None:
    assert seen.failures() == []
    assert {answer.cache for answer in seen.summaries} <= {"hit", "miss"}
