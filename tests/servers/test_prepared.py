"""Prepared statements: planned once for a connection, whichever connection a pooler gives us."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from rollups.servers import prepared

pytestmark = pytest.mark.usefixtures("database")

_STATEMENT = "SELECT %(text)s || '%%', %(number)s + 1, %(text)s"
_TYPES = {"number": "int", "text": "text"}


@pytest.fixture(autouse=True)
def nothing_prepared(database: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        yield
        cursor.execute("DEALLOCATE ALL")


@transaction.atomic
def result(statement: str = _STATEMENT) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        prepared.execute(cursor, statement, _TYPES, {"text": "a'b", "number": 6})
        found: tuple[object, ...] = cursor.fetchone()
        return found


def plans() -> list[tuple[int, int]]:
    """Of each prepared statement: how often its kept plan was used, and how often another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements")
        return [(kept, others) for kept, others in cursor.fetchall()]


def test_parameters_have_names() -> None:
    assert result() == ("a'b%", 7, "a'b")


def test_the_statement_is_prepared_once_and_its_plan_is_kept() -> None:
    for _ in range(7):
        result()

    assert plans() == [(7, 0)]


def test_two_statements_do_not_replace_each_other() -> None:
    result()

    assert result(f"{_STATEMENT}, 1") == ("a'b%", 7, "a'b", 1)
    assert len(plans()) == 2


def test_a_connection_that_does_not_know_the_statement_prepares_it() -> None:
    """As behind a pooler, which may give each transaction another connection to the server."""
    result()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    assert result() == ("a'b%", 7, "a'b")


def test_other_statements_of_the_connection_choose_their_plans_as_before() -> None:
    result()

    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)
