"""PostgreSQL away, hung, or merely refusing a query: told apart, and waited for with a bound."""

import os
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import cast

import pytest
from django.contrib.auth.models import User
from django.db import DataError, OperationalError, connection, transaction
from psycopg2.extensions import set_wait_callback

from launch.ports import LOOPBACK
from rollups.cache.compute import one_moment
from rollups.servers import database as postgresql
from rollups.servers.breaker import Breaker, ServerAway
from rollups.servers.database import QueryTimeout
from tests.away import postgresql_away
from tests.proofs.histories.history import Connect
from tests.waiting import PATIENCE

BOUND = 0.5  # seconds
FOR_EVER = 10 * PATIENCE

pytestmark = pytest.mark.usefixtures("closed_breaker")


@pytest.fixture
def closed_breaker(database: None) -> Iterator[None]:
    postgresql.breaker.close()
    yield
    postgresql.breaker.close()


@pytest.fixture
def bounded_waits(database: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Waits of this process are bounded as in the web server, but to BOUND seconds of silence,
    or to as many as the test says."""
    connection.close()
    postgresql.bound_waits(getattr(request, "param", BOUND))
    yield
    connection.close()
    set_wait_callback(None)


def one(sql: str = "SELECT 1") -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@contextmanager
def hung_backend() -> Iterator[int]:
    """The server's process behind our connection does nothing any more; TCP stays open. Yield its
    id. After PATIENCE it goes on, and a caller that is still waiting gets an answer."""
    backend = cast("int", one("SELECT pg_backend_pid()"))
    os.kill(backend, signal.SIGSTOP)
    end = threading.Timer(PATIENCE, os.kill, (backend, signal.SIGCONT))
    end.start()
    try:
        yield backend
    finally:
        end.cancel()
        os.kill(backend, signal.SIGCONT)


def test_a_server_that_is_away_is_asked_once_and_then_refused_to_all() -> None:
    asked = 0

    def ask() -> None:
        nonlocal asked
        with postgresql.asked():
            asked += 1
            one()

    with postgresql_away():
        for _ in range(3):
            with pytest.raises(ServerAway):
                ask()
    assert asked == 1


def test_a_session_that_an_administrator_ends_means_that_the_server_stops() -> None:
    with pytest.raises(ServerAway), postgresql.asked():
        one("SELECT pg_terminate_backend(pg_backend_pid())")

    assert postgresql.breaker.is_open


def test_an_error_of_a_query_is_raised_as_it_is_and_keeps_nobody_from_asking() -> None:
    with pytest.raises(OperationalError), postgresql.asked():
        one("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")  # a deadlock

    with postgresql.asked():
        assert one() == 1


def test_a_query_that_is_given_up_is_told_apart_and_keeps_nobody_from_asking() -> None:
    with pytest.raises(QueryTimeout), postgresql.asked(), postgresql.patience(0.3):
        one("SELECT pg_sleep(5)")

    with postgresql.asked():
        assert one() == 1


@contextmanager
def locked(connect: Connect, table: str) -> Iterator[None]:
    """Somebody else holds the table and lets nobody read it."""
    holder = connect()
    with holder.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        holder.rollback()


def waiting(connect: Connect) -> int:
    """How many sessions of ours still work on a statement."""
    with connect() as watch, watch.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE application_name = 'peermetrics-rollups' AND state = 'active' "
            "AND datname = current_database()"
        )
        return len(cursor.fetchall())


@pytest.mark.usefixtures("bounded_waits")
def test_what_was_given_up_does_not_run_on_in_the_server(connect: Connect) -> None:
    with locked(connect, "rollups.conference_fact"):
        backend = one("SELECT pg_backend_pid()")
        with pytest.raises(QueryTimeout), postgresql.asked(), postgresql.patience(0.3):
            one("SELECT count(*) FROM rollups.conference_fact")

        assert waiting(connect) == 0
        assert one("SELECT pg_backend_pid()") == backend  # nor was the connection lost
    assert not postgresql.breaker.is_open


def test_the_statements_of_a_block_share_its_time() -> None:
    with pytest.raises(QueryTimeout), postgresql.asked(), postgresql.patience(1):
        deque(one("SELECT 1 FROM pg_sleep(0.2)") for _ in range(100))


def test_a_bound_ends_with_its_block_in_and_outside_of_transactions() -> None:
    def bound() -> object:
        return one("SHOW statement_timeout")

    for moment in (nullcontext, transaction.atomic, one_moment):
        with postgresql.patience(10), moment():
            assert bound() == "9750ms"
        assert bound() == "0"


def test_a_transaction_goes_on_after_a_savepoint_that_failed_within_a_bound() -> None:
    with postgresql.patience(10), transaction.atomic():
        with pytest.raises(DataError), transaction.atomic():
            one("SELECT 1 / 0")
        assert one() == 1


def test_rows_can_be_read_piece_by_piece_within_a_bound() -> None:
    User.objects.create(username="ada")

    with postgresql.patience(10):
        assert [user.username for user in User.objects.iterator(chunk_size=1)] == ["ada"]


def test_a_block_that_fails_for_reasons_of_its_own_shows_that_the_server_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgresql, "breaker", Breaker(OperationalError, seconds=0.1))
    postgresql.breaker.open()
    time.sleep(0.1)

    with pytest.raises(KeyError), postgresql.asked():
        raise KeyError

    assert not postgresql.breaker.is_open


@pytest.mark.usefixtures("bounded_waits")
def test_a_query_of_a_hung_server_is_given_up_and_the_next_request_connects_anew() -> None:
    with hung_backend():
        began = time.monotonic()
        with pytest.raises(OperationalError, match="gave up waiting"):
            one()
        assert time.monotonic() - began >= BOUND

        connection.close_if_unusable_or_obsolete()  # as Django does at the end of a request

        assert one() == 1


@pytest.mark.usefixtures("bounded_waits")
@pytest.mark.parametrize("bounded_waits", [4], indirect=True)
def test_whoever_talks_is_waited_for_longer_than_the_bound() -> None:
    talk = "RAISE NOTICE 'still here'; PERFORM pg_sleep(0.5);"
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN FOR i IN 1..9 LOOP {talk} END LOOP; END $$")


@pytest.mark.usefixtures("bounded_waits")
@pytest.mark.parametrize("bounded_waits", [FOR_EVER], indirect=True)
def test_patience_may_be_shorter_and_an_inner_block_cannot_prolong_it() -> None:
    with (
        hung_backend(),
        pytest.raises(OperationalError, match="gave up waiting"),
        postgresql.patience(0.1),
        postgresql.patience(FOR_EVER),
    ):
        one()


@pytest.mark.usefixtures("bounded_waits")
@pytest.mark.parametrize("bounded_waits", [FOR_EVER], indirect=True)
def test_outside_the_block_the_bound_is_as_before() -> None:
    with postgresql.patience(0.05):
        pass

    assert one("SELECT 1 FROM pg_sleep(0.3)") == 1


@pytest.mark.usefixtures("bounded_waits")
def test_the_health_check_of_a_hung_connection_is_bounded_and_replaces_it() -> None:
    with hung_backend() as hung:
        connection.close_if_unusable_or_obsolete()  # as at the beginning of a request

        assert one("SELECT pg_backend_pid()") != hung


@pytest.mark.usefixtures("bounded_waits")
def test_a_server_that_accepts_and_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", LOOPBACK)
        monkeypatch.setitem(connection.settings_dict, "PORT", str(silent.getsockname()[1]))
        end = threading.Timer(PATIENCE, silent.close)
        end.start()
        with pytest.raises(ServerAway) as caught, postgresql.asked():
            one()
        end.cancel()
    assert "gave up waiting" in str(caught.value.__cause__)
