"""Removes everything of ours from the database, while PeerMetrics goes on writing.

DROP SCHEMA alone needs the strongest lock on all of PeerMetrics' tables at the same time. Writers
and we would wait for each other, and PostgreSQL would end one of us. So the triggers are dropped
first, one at a time. Then nobody but us uses what is left.
"""

from functools import partial

from django.conf import settings
from django.db import connection

from rollups.pipeline import capture
from rollups.servers import role

_OURS = """
SELECT count(*) FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND application_name = %s AND pid <> pg_backend_pid()"""

_TRIGGER_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_catalog.pg_proc
WHERE pronamespace = 'rollups'::regnamespace AND prorettype = 'trigger'::regtype ORDER BY 1"""


def is_installed() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('rollups') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def connections() -> int:
    """How many connections web server, worker, beat and commands have to the database."""
    application = settings.DATABASES["default"]["OPTIONS"]["application_name"]
    with connection.cursor() as cursor:
        cursor.execute(_OURS, [application])
        return int(cursor.fetchone()[0])


def uninstall() -> None:
    """Drop the triggers, then the schema, of any version. If it is cut off, run it again.

    Raise OperationalError after two minutes without a lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGER_FUNCTIONS)
        functions = [function for (function,) in cursor.fetchall()]
    for function in functions:
        capture.with_lock(partial(_execute, f"DROP FUNCTION {function} CASCADE"))
    capture.with_lock(_drop_schema)


def _drop_schema() -> None:
    _execute("DROP SCHEMA rollups CASCADE")
    if role.is_ours_alone():
        role.change_default_privileges("GRANT EXECUTE ON FUNCTIONS TO PUBLIC")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
