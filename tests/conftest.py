"""Fixtures of all tests: a real PostgreSQL and a real Redis, emptied before each test.

`./test` starts both. Rows are committed: triggers, refreshes and other processes must see them. So
tests use the fixture `database`, not pytest-django's transactions.
"""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

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

from rollups.cache import opened_zones
from rollups.pipeline import capture
from rollups.servers import database as postgresql
from rollups.servers import redis_client
from rollups.statistics import FACTS, ROLLUPS
from tests.peermetrics import Installation, installation_of_peermetrics
from tests.process import environment

# Each worker of pytest-xdist has its own database and cache, so tests can run side by side.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
for name, number in (("REDIS_URL", 0), ("CELERY_BROKER_URL", 1)):
    url = urlsplit(os.environ[name])._replace(path=f"/{3 * int(WORKER) + number}").geturl()
    os.environ[name] = url
    setattr(settings, name, url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that start servers come first: they take longest, and wait while others run."""
    items.sort(key=lambda item: item.get_closest_marker("servers") is None)


_EMPTY = """
TRUNCATE public.organization, public.app, public.conference, public.participant,
    public.participant_conferences, public.app_session, public.app_connection, public.app_issue,
    auth_user, django_session, change_queue, backfill_day, app_state, app_day,
    opened_zone, segment, filter, audit_round,
    {tables} CASCADE;
TRUNCATE change_queue;
INSERT INTO filter (id, dimension, value) VALUES (0, 'everything', '');
ALTER SEQUENCE missed_change RESTART;
UPDATE capture_state SET stale_since = NULL, missed = 0, complete_at = now(),
    noticed = NULL, noticed_at = NULL, noticed_xid = NULL;
""".format(tables=", ".join(definition.name for definition in (*FACTS, *ROLLUPS)))


@pytest.fixture(scope="session")
def migrated_database(
    django_test_environment: None,
    django_db_modify_db_settings: None,  # a name of its own for each worker
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Django's test database, on the server of DATABASE_URL.

    pytest-django's own fixture makes it only for tests that it wraps in transactions.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def database(migrated_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database and an empty cache. Rows are committed and captured."""
    with django_db_blocker.unblock():
        empty_all()
        yield
        connection.close()


def empty_all() -> None:
    capture.on()  # the test before may have failed while it was off
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
    empty_cache()
    postgresql.breaker.close()
    opened_zones.noted.clear()


def empty_cache() -> None:
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    redis_client.breaker.close()


@pytest.fixture
def connect(database: None) -> Iterator[Callable[[], Connection]]:
    """A factory of raw connections to the test database, like PeerMetrics' own."""
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
    """A database with PeerMetrics' rows, and our role with the rights of the docs."""
    with installation_of_peermetrics() as made:
        yield made


@pytest.fixture
def process_environment(database: None) -> dict[str, str]:
    """The environment for other processes that use the same database and Redis."""
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
