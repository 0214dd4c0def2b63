"""PostgreSQL is away. Warm answers go on, later marked stale. Lists say when to ask again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import psycopg2.extensions
import pytest
from redis import Redis as Cache

from tests.faults.client import Seen
from tests.faults.judge import Judge
from tests.faults.servers import CONNECTIONS
from tests.faults.stack import Stack
from tests.waiting import until

pytestmark = pytest.mark.servers

LASTS = 6.0  # seconds: longer than a refresh interval
RESERVED = 3  # connections that PostgreSQL keeps for superusers
HOUR = 3600
OTHERS = "others"  # application_name of the other connections


def test_postgres_is_stopped_and_started_again(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        stack.postgres.stop()
        until_refused(seen)
        hours_pass(stack)
        while_stale = len(seen.summaries) + 1  # one request may be on its way
        until(lambda: len(seen.summaries) > while_stale + 4)
        grown_old = seen.summaries[while_stale:]
        stack.postgres.start()
        judge.wait_until_normal(after="PostgreSQL stopped")
    assert_warm_answers_go_on(seen)
    assert {answer.cache for answer in grown_old} == {"stale"}
    judge.assert_exact()


def test_postgres_crashes_and_recovers(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        stack.postgres.kill()
        until_refused(seen)
        time.sleep(LASTS)
        stack.postgres.start()
        judge.wait_until_normal(after="PostgreSQL crashed")
    assert_warm_answers_go_on(seen)
    judge.assert_exact()


def test_postgres_hangs(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        with stack.postgres.suspended():
            until_refused(seen)
            time.sleep(LASTS)
        judge.wait_until_normal(after="PostgreSQL hung")
    assert_warm_answers_go_on(seen)
    judge.assert_exact()


def test_others_take_all_connections(judge: Judge, stack: Stack) -> None:
    with judge.watched() as seen:
        with no_connection_left(stack):
            until_refused(seen)
            time.sleep(LASTS)
        judge.wait_until_normal(after="no connection left")
    assert_warm_answers_go_on(seen)
    judge.assert_exact()


def assert_warm_answers_go_on(seen: Seen) -> None:
    assert [str(answer) for answer in seen.summaries if answer.status != 200] == []
    assert {answer.cache for answer in seen.summaries} <= {"hit", "miss", "stale"}
    assert {answer.status for answer in seen.lists} == {200, 503}
    assert all(answer.retry_after for answer in seen.lists if answer.status == 503)


def until_refused(seen: Seen) -> None:
    """Wait until a list has been refused."""
    until(lambda: any(answer.status == 503 for answer in seen.lists))


def hours_pass(stack: Stack) -> None:
    """All stored answers become too old to be fresh. Their age follows from the life they have
    left."""
    cache = Cache.from_url(stack.env["REDIS_URL"])
    for key in cache.scan_iter(_type="HASH"):
        if cache.hexists(key, "ttl"):
            cache.expire(key, HOUR)


@contextmanager
def no_connection_left(stack: Stack) -> Iterator[None]:
    """Others hold every connection, the product's included."""
    taken: list[psycopg2.extensions.connection] = []

    def take() -> bool:
        """Take a connection. Return true if all are taken that a role may have."""
        try:
            taken.append(psycopg2.connect(stack.postgres.url, application_name=OTHERS))
        except psycopg2.OperationalError:
            stack.postgres.disconnect_all_but(OTHERS)
        return len(taken) == CONNECTIONS - RESERVED

    try:
        until(take)
        yield
    finally:
        for connection in taken:
            connection.close()
