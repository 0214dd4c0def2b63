"""`migrate` compares what is installed with the code."""

import pytest
from django.core.management import call_command
from django.db import connection

from rollups.definitions import installed
from rollups.health import state
from rollups.installation import after_migrate

pytestmark = pytest.mark.usefixtures("database")


def test_what_is_installed_already_is_left_alone() -> None:
    """A `migrate` with nothing to do takes no lock and writes no number."""
    before = installed.digests()
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid, xmin::text FROM pg_proc WHERE proname LIKE 'rollups_%'")
        functions = cursor.fetchall()

        call_command("migrate", verbosity=0)

        cursor.execute("SELECT oid, xmin::text FROM pg_proc WHERE proname LIKE 'rollups_%'")
        assert cursor.fetchall() == functions
    assert installed.digests() == before
    assert state.read().outdated == []


def test_what_differs_from_the_code_is_told_and_mended_by_migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE installed SET digest = '' WHERE name LIKE 'view sessions_by_os'")
        cursor.execute("UPDATE installed SET digest = '' WHERE name = 'fact session_fact'")
        cursor.execute("UPDATE installed SET digest = '' WHERE name = 'rollup session_os'")
    assert state.read().outdated == [
        "view sessions_by_os", "fact session_fact", "rollup session_os"
    ]  # fmt: skip

    after_migrate.bring_up_to_date()

    assert state.read().outdated == []
