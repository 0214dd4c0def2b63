"""Django's PostgreSQL backend, with bounds for how long it waits; it never takes PeerMetrics' own
tables for ours."""

from collections.abc import Callable
from math import inf
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from rollups.servers.database import QueryTimeout, patience, seconds_left
from rollups.servers.postgresql.features import DatabaseFeatures

_PATIENCE = 2  # seconds, for connecting, and for the health check of a connection

# Timeouts are told in whole steps: each other text counts as another query to those who count them.
# Less than database.GRACE: the least of them must end before we take the server for hung.
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
        """Refuse a connection on which Django's tables would be found in PeerMetrics' schema.

        PeerMetrics has a django_migrations and an auth_user of its own there. A pooler that drops
        our connection options would have us read and write those.
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

    # Without named cursors: a pooler may take their connection away, and `_limited` cannot be told
    # in their statement.
    chunked_cursor = BaseDatabaseWrapper.chunked_cursor


def _limited(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Tell PostgreSQL when to give the statement up, if `seconds_left` has a bound.

    In the same message, because a message is a transaction, or part of one: SET LOCAL then ends
    with it, and leaves nothing to the next one whom a pooler gives the connection. Connection
    options would be dropped by some poolers, and the role may be the worker's too.
    """
    left = seconds_left()
    server = context["connection"].connection
    # A failed transaction takes nothing but the end of it.
    if left == inf or server.get_transaction_status() == TRANSACTION_STATUS_INERROR:
        return execute(sql, params, many, context)
    if left <= 0:
        raise QueryTimeout
    milliseconds = max(1, int(left * 1000 / _STEP_MS)) * _STEP_MS
    return execute(f"SET LOCAL statement_timeout = {milliseconds};{sql}", params, many, context)
