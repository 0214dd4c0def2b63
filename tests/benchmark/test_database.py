"""The database of ./bench: never one with conferences, and a copy of it that stays as it was."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import psycopg2
import pytest

from benchmark import database
from launch.errors import LaunchError
from tests import raw

TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)


def _execute(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
    connection.close()
    return found


@pytest.fixture
def url(process_environment: dict[str, str]) -> Iterator[str]:
    """A name for a database on the server of the tests. Databases are removed in the end."""
    there = urlsplit(process_environment["DATABASE_URL"])
    name = f"{there.path.strip('/')}_bench"
    yield there._replace(path=f"/{name}").geturl()
    for each in (name, f"{name}_20261120", f"{name}_20261121"):
        _execute(there._replace(path="/postgres").geturl(), f"DROP DATABASE IF EXISTS {each}")


def test_a_database_with_conferences_is_refused(process_environment: dict[str, str]) -> None:
    database.require_empty(process_environment["DATABASE_URL"])
    raw.conference(raw.app())

    with pytest.raises(LaunchError, match="holds conferences already"):
        database.require_empty(process_environment["DATABASE_URL"])


def test_the_next_run_of_the_day_begins_with_what_was_kept(url: str) -> None:
    assert not database.restore(url, TODAY), "nothing is kept yet"
    _execute(url, "CREATE TABLE filled AS SELECT 1 AS number")
    database.keep(url, TODAY)
    _execute(url, "DELETE FROM filled")

    assert database.restore(url, TODAY)

    assert _execute(url, "SELECT number FROM filled") == [(1,)]


def test_what_was_kept_on_another_day_is_filled_anew(url: str) -> None:
    database.restore(url, TODAY)
    _execute(url, "CREATE TABLE filled AS SELECT 1 AS number")
    database.keep(url, TODAY)

    assert not database.restore(url, TOMORROW)

    assert _execute(url, "SELECT to_regclass('filled')") == [(None,)]


def test_only_the_copy_of_the_last_day_is_kept(url: str) -> None:
    database.restore(url, TODAY)
    database.keep(url, TODAY)

    database.keep(url, TOMORROW)

    names = _execute(url, "SELECT datname FROM pg_database WHERE datname ~ '_bench_[0-9]+$'")
    assert names == [(f"{urlsplit(url).path.lstrip('/')}_20261121",)]
