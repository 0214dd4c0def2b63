"""The product works behind PgBouncer in transaction mode, where each transaction may get another
connection to PostgreSQL. No client's setting stays on a connection for the next client."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import psycopg2
import psycopg2.extensions
import pytest
from pytest_django import DjangoDbBlocker

from launch.paths import PYTHON, ROOT
from launch.programs import PGBOUNCER
from rollups.models import ConferenceFact
from tests.faults.judge import Judge
from tests.faults.servers import ADMINISTRATOR, DATABASE, Postgres, Redis
from tests.faults.stack import Stack, assembled, django_on
from tests.poolers.pgbouncer import POOL, PgBouncer, documented
from tests.waiting import until

pytestmark = pytest.mark.servers

CONFERENCES = 100  # from live traffic
# PgBouncer tracks these for each client, and sets them on the connection that the client gets.
TRACKED = {
    "application_name",
    "client_encoding",
    "DateStyle",
    "standard_conforming_strings",
    "TimeZone",
}


@pytest.fixture(scope="module")
def pooler(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PgBouncer]:
    """In front of a PostgreSQL with PeerMetrics' tables and our role of the docs."""
    if PGBOUNCER.find() is None:
        message = "PgBouncer is missing. Install it (Debian, Ubuntu: apt-get install pgbouncer)."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("stack")
    postgres = Postgres(folder)
    with ExitStack() as stack, django_db_blocker.unblock():
        stack.callback(postgres.kill)
        postgres.start()
        postgres.make_database()
        make_peermetrics_tables(postgres)
        postgres.administer(
            documented("sql", "What it needs"),
            documented("sql", "Connection poolers"),
            database=DATABASE,
        )
        one = PgBouncer(folder, postgres)
        stack.callback(one.kill)
        one.start()
        yield one


def make_peermetrics_tables(postgres: Postgres) -> None:
    """PeerMetrics' tables, owned by its role. Nothing of ours exists."""
    manage({**os.environ, "DATABASE_URL": postgres.url}, "migrate", "peermetrics")
    postgres.administer("DROP SCHEMA rollups CASCADE", database=DATABASE)


def manage(env: Mapping[str, str], *command: str) -> None:
    subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, env=env, check=True)


@pytest.fixture(scope="module")
def stack(pooler: PgBouncer) -> Iterator[Stack]:
    """Migrated and backfilled through the pooler. All processes run."""
    stack = assembled(pooler.folder, pooler.postgres, Redis(pooler.folder), pooler.url)
    try:
        stack.redis.start()
        manage(stack.env, "migrate")
        manage(stack.env, "backfill")
        yield stack
    finally:
        stack.kill()


@pytest.fixture(scope="module")
def judge(stack: Stack) -> Iterator[Judge]:
    """Queries PostgreSQL directly, without the pooler, as an administrator."""
    with django_on({**stack.postgres.connection_settings, "USER": ADMINISTRATOR}):
        stack.start()
        yield Judge.of(stack)


def test_everything_is_exact_that_came_through_a_pooler(judge: Judge) -> None:
    judge.wait_until_normal(after="start")
    with judge.watched() as seen:
        until(lambda: ConferenceFact.objects.count() > CONFERENCES)
        judge.wait_until_normal(after="live traffic")
    assert seen.failures() == []
    judge.assert_exact()


# The name holds a hash of the statement's text. So it means the same to every client.
OUR_STATEMENTS = "statement rollups_"


def test_no_connection_of_the_pool_keeps_what_a_client_has_set(
    judge: Judge, pooler: PgBouncer
) -> None:
    judge.wait_until_normal(after="start")
    judge.stack.traffic.stop()
    with ExitStack() as stack:
        # All are open at once, so each has a connection of the pool to itself.
        clients = [psycopg2.connect(pooler.url) for _ in range(POOL)]
        for client in clients:
            stack.callback(client.close)
        kept = {name for client in clients for name in set_in_session(client)}
        left = {what for client in clients for what in left_behind(client)}
    assert kept <= TRACKED
    assert {what for what in left if not what.startswith(OUR_STATEMENTS)} == set()


def set_in_session(client: psycopg2.extensions.connection) -> set[str]:
    """The settings that a client has set on this connection to PostgreSQL."""
    with client.cursor() as cursor:
        # Transactions list their isolation level here, with an unchanged value.
        cursor.execute(
            "SELECT name FROM pg_settings WHERE source = 'session' AND setting <> reset_val"
        )
        return {name for (name,) in cursor.fetchall()}


def left_behind(client: psycopg2.extensions.connection) -> set[str]:
    """Other traces of earlier clients: locks, temporary tables and the like."""
    with client.cursor() as cursor:
        cursor.execute("""
            SELECT 'lock ' || objid FROM pg_locks
            WHERE locktype = 'advisory' AND pid = pg_backend_pid()
            UNION ALL SELECT 'statement ' || name FROM pg_prepared_statements
            UNION ALL SELECT 'cursor ' || name FROM pg_cursors WHERE is_holdable
            UNION ALL SELECT 'channel ' || c FROM pg_listening_channels() c
            UNION ALL SELECT 'table ' || relname FROM pg_class
                      WHERE relnamespace = pg_my_temp_schema()""")
        return {what for (what,) in cursor.fetchall()}
