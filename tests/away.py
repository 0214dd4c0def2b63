"""Makes servers unavailable to this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection

from launch.ports import LOOPBACK, free_port
from rollups.servers import database, redis_client


@contextmanager
def postgresql_away() -> Iterator[None]:
    """Nobody listens at PostgreSQL's port."""
    connection.close()
    with patch.dict(connection.settings_dict, HOST=LOOPBACK, PORT=str(free_port())):
        yield
    connection.close()
    database.breaker.close()


@contextmanager
def redis_away() -> Iterator[None]:
    """Redis did not answer a moment ago."""
    with patch.object(redis_client.breaker, "_seconds", 60):
        redis_client.breaker.open()
        yield
    redis_client.breaker.close()
