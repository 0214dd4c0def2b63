"""What every connection of ours is set to, and what happens where a pooler drops that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def without_options() -> Iterator[BaseDatabaseWrapper]:
    """A connection through a pooler that ignores the options it is started with."""
    other = connection.copy()
    options: dict[str, Any] = {**other.settings_dict["OPTIONS"], "options": ""}
    other.settings_dict = {**other.settings_dict, "OPTIONS": options}
    yield other
    other.close()


def test_nothing_of_ours_is_compiled() -> None:
    """The statement of a refresh has 1,500 expressions: 300 conferences took 33 s, not 0.5."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jit'), pg_jit_available()")
        assert cursor.fetchone() == ("off", False)


def test_a_connection_that_would_take_peermetrics_tables_for_ours_is_refused(
    without_options: BaseDatabaseWrapper,
) -> None:
    role = connection.settings_dict["USER"]

    with pytest.raises(OperationalError, match=f"ALTER ROLE {role} SET search_path = rollups"):
        without_options.ensure_connection()


def test_a_role_that_has_the_search_path_itself_needs_no_option(
    without_options: BaseDatabaseWrapper,
) -> None:
    role = connection.settings_dict["USER"]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {role} SET search_path = rollups")
        try:
            without_options.ensure_connection()
        finally:
            cursor.execute(f"ALTER ROLE {role} RESET search_path")

    with without_options.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'rollups'")
        assert cursor.fetchone()[0] > 0
