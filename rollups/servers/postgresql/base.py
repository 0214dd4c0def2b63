"""Django's PostgreSQL backend with two changes.

It waits no longer than `rollups.servers.database` says. It refuses a connection on which Django
would use PeerMetrics' tables in place of ours.
"""

from collections.abc import Callable
from math import inf
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from rollups.servers.database import QueryTimeout, patience, seconds_left
from rollups.servers.postgresql.features import DatabaseFeatures

_PATIENCE = 2  # seconds, for connecting and for the health check of a connection

# Timeouts are whole steps, because tools that count queries take each other text for another query.
# A step is less than database.GRACE: the shortest timeout must end before we give up the server.
_STEP_MS = 250


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(_limited)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        with patience(_PATIENCE):
            return super().get_new_connection(conn_params)

    def init_connection_state(self) -> None:
        """Refuse a connection on which Django would find its tables in PeerMetrics' schema.

        PeerMetrics has its own django_migrations and auth_user there. If a pooler
        drops our connection options, we would read and write those.
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


def _limited(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Send the statement with a timeout, if `seconds_left` has a bound.

    Both are one message, and a message is a transaction or part of one. So SET LOCAL ends with it.
    The next client to which a pooler gives the connection does not see it. The timeout is no
    connection option, because some poolers drop these; and no setting of the role, because the
    worker may have the same role.
    """
    left = seconds_left()
    server = context["connection"].connection
    # A failed transaction accepts only its end.
    if left == inf or server.get_transaction_status() == TRANSACTION_STATUS_INERROR:
        return execute(sql, params, many, context)
    if left <= 0:
        raise QueryTimeout
    milliseconds = max(1, int(left * 1000 / _STEP_MS)) * _STEP_MS
    return execute(f"SET LOCAL statement_timeout = {milliseconds};{sql}", params, many, context)
