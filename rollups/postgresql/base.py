"""Django's PostgreSQL backend, which does not wait long to learn whether somebody is there, and
never takes PeerMetrics' own tables for ours."""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base

from rollups.database import patience

_PATIENCE = 2  # seconds, for connecting, and for the health check of a connection


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        with patience(_PATIENCE):
            return super().get_new_connection(conn_params)

    def init_connection_state(self) -> None:
        """Refuse a connection on which Django's tables would be found in PeerMetrics' schema.

        PeerMetrics has a django_migrations, auth_user and django_session of its own there. A pooler
        that drops our connection options would have us read and write those.
        """
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('search_path'), current_user")
            path, role = cursor.fetchone()
        self.connection.rollback()
        if path != "rollups":
            raise OperationalError(
                f"search_path is {path}, and has to be rollups alone: a pooler drops our "
                f"connection options. Type: ALTER ROLE {role} SET search_path = rollups; and "
                "reconnect."
            )

    def is_usable(self) -> bool:
        with patience(_PATIENCE):
            return super().is_usable()
