"""A month of simulated conferences, made once, and the contents of the database."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from simulate import store, traffic
from simulate.life import Life

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # a Friday
TABLES = ["organization", "app", *store.COLUMNS]

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def month() -> list[Life]:
    return list(traffic.past(1, NOW, 30, 6_000))


@pytest.fixture
def contents(database: None) -> Callable[[], Contents]:
    """Returns all rows of PeerMetrics' tables, by table and id."""

    def read() -> Contents:
        found: Contents = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT * FROM public.{table} ORDER BY id")
                found[table] = cursor.fetchall()
        return found

    return read


@pytest.fixture
def empty(database: None) -> Callable[[], None]:
    """Empties PeerMetrics' tables."""

    def truncate() -> None:
        names = ", ".join(f"public.{table}" for table in TABLES)
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")

    return truncate
