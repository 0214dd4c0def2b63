"""What all tests share: a real PostgreSQL and a real Redis, emptied before each test.

`./test` starts both. Rows are committed, because triggers, refreshes and other processes must see
them; so tests use the fixture `database` instead of pytest-django's transactions.
"""

from collections.abc import Callable, Iterator

import psycopg2
import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from psycopg2.extensions import connection as Connection  # noqa: N812
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from rollups.cache import opened_zones
from rollups.pipeline import capture
from rollups.servers import database as postgresql
from rollups.servers import redis_client
from rollups.statistics import FACTS, ROLLUPS
from tests.installation import Installation, installation_of_peermetrics
from tests.process import environment

# Tests that have servers of their own, or a database of their own.
_OWN_SERVERS = tuple(
    f"tests/{name}"
    for name in (
        "faults/test_beat",
        "faults/test_freshness",
        "faults/test_missed",
        "faults/test_postgres",
        "faults/test_redis",
        "faults/test_worker",
        "launch/",
        "ops/test_running",
        "poolers/",
        "test_existing_installation",
        "test_roles",
        "test_uninstall",
        "upgrades/",
    )
)


class SideBySide(LoadScopeScheduling):  # type: ignore[misc]  # the package has no types
    """Two groups of tests: those that share a database, which have to take turns, and those that
    have their own, which spend their time waiting for other processes."""

    def _split_scope(self, nodeid: str) -> str:
        return "own servers" if nodeid.startswith(_OWN_SERVERS) else "shared servers"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SideBySide:
    return SideBySide(config, log)


_EMPTY = """
TRUNCATE public.organization, public.app, public.conference, public.participant,
    public.participant_conferences, public.app_session, public.app_connection, public.app_issue,
    auth_user, django_session, change_queue, backfill_day, app_state, opened_zone, segment, filter,
    audit_round,
    {tables} CASCADE;
TRUNCATE change_queue;
INSERT INTO filter (id, dimension, value) VALUES (0, 'everything', '');
ALTER SEQUENCE missed_change RESTART;
UPDATE capture_state SET stale_since = NULL, missed = 0, complete_at = now(),
    noticed = NULL, noticed_at = NULL, noticed_xid = NULL;
""".format(tables=", ".join(definition.name for definition in (*FACTS, *ROLLUPS)))


@pytest.fixture(scope="session")
def migrated_database(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Django's test database, beside the one that DATABASE_URL names.

    pytest-django's own fixture makes it only for tests that it wraps in transactions.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def database(migrated_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database, whose rows are committed and captured; and an empty cache."""
    with django_db_blocker.unblock():
        empty_all()
        yield
        connection.close()


def empty_all() -> None:
    capture.on()  # where the test before failed while it was off
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    redis_client.breaker.close()
    postgresql.breaker.close()
    opened_zones.noted.clear()


@pytest.fixture
def connect(database: None) -> Iterator[Callable[[], Connection]]:
    """A factory of raw connections to the test database, as PeerMetrics would open them."""
    opened: list[Connection] = []

    def open_one() -> Connection:
        given = connection.settings_dict
        opened.append(
            psycopg2.connect(
                dbname=given["NAME"],
                user=given["USER"],
                password=given["PASSWORD"],
                host=given["HOST"],
                port=given["PORT"] or None,
            )
        )
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def installation() -> Iterator[Installation]:
    """A database that PeerMetrics has filled, and a role of ours with the rights of the docs."""
    with installation_of_peermetrics() as made:
        yield made


@pytest.fixture
def process_environment(database: None) -> dict[str, str]:
    """The environment in which other processes see the same database and Redis."""
    return environment()


@pytest.fixture
def superuser(database: None) -> User:
    """A superuser who can log in; the password takes half a second to hash."""
    return User.objects.create_superuser("ada", password="correct horse battery staple")


@pytest.fixture
def client(database: None) -> APIClient:
    """An API client logged in as a superuser."""
    api_client = APIClient()
    api_client.force_login(User.objects.create(username="root", is_superuser=True))
    return api_client
