"""The database role that owns schema rollups."""

from django.db import connection

_IS_OURS_ALONE = """
SELECT NOT EXISTS (
    SELECT FROM pg_catalog.pg_class
    WHERE relnamespace = 'public'::regnamespace AND relowner = current_user::regrole)"""


def name() -> str:
    """The name of the role by which we are connected."""
    return str(_only("SELECT current_user"))


def is_ours_alone() -> bool:
    """True if no table of PeerMetrics belongs to the role."""
    return bool(_only(_IS_OURS_ALONE))


def change_default_privileges(change: str) -> None:
    """Change the rights to everything that the role creates from now on in this database."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DEFAULT PRIVILEGES {change}")


def _only(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
