"""One busy app, written once. These tests change nothing."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import raw
from tests.browser.scenes import busy_app
from tests.conftest import empty_all


@pytest.fixture(scope="package")
def database(migrated_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that keeps its rows between tests."""
    with django_db_blocker.unblock():
        empty_all()
        yield
        connection.close()


@pytest.fixture(scope="package")
def superuser(database: None) -> User:
    return User.objects.create_superuser("ada", password="correct horse battery staple")


@pytest.fixture(scope="package")
def app_id(database: None) -> UUID:
    app_id = raw.app()
    busy_app(app_id)
    return app_id
