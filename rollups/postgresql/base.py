"""Django's PostgreSQL backend, which does not wait long to learn whether somebody is there."""

from typing import Any

from django.db.backends.postgresql import base

from rollups.database import patience
from rollups.postgresql.features import DatabaseFeatures

_PATIENCE = 2  # seconds, for connecting, and for the health check of a connection


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        with patience(_PATIENCE):
            return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        with patience(_PATIENCE):
            return super().is_usable()
