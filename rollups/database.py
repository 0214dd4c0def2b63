"""PostgreSQL, asked with bounded patience, and not at all for some seconds after it was away."""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

import psycopg2
from django.db import InterfaceError, OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, set_wait_callback
from psycopg2.extensions import connection as Connection  # noqa: N812  a class, whatever its name

from rollups.breaker import Breaker

breaker = Breaker(OperationalError, InterfaceError, seconds=5)

_limit = threading.local()  # .deadline: of the monotonic clock, inside `patience`

# By SQLSTATE: the connection failed, the server stops or starts, it has no connection to give.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")


@contextmanager
def asked() -> Iterator[None]:
    """Guard a block that asks PostgreSQL; such blocks do not nest.

    Raise ServerAway if PostgreSQL is away, or was some seconds ago. Any other error of the block, a
    query's timeout or deadlock among them, is raised as it is: the server has answered.
    """
    other: Exception | None = None
    with breaker.guard():
        try:
            yield
        except Exception as error:
            if _is_away(error):
                raise
            other = error
    if other is not None:
        raise other


def _is_away(error: Exception) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code: str | None = getattr(error.__cause__, "pgcode", None)
    return code is None or code.startswith(_AWAY)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Whatever the block asks of PostgreSQL is given up `seconds` after the block began.

    It has an effect where `bound_waits` is installed. An outer block that ends sooner counts.
    """
    outer = getattr(_limit, "deadline", inf)
    _limit.deadline = min(outer, time.monotonic() + seconds)
    try:
        yield
    finally:
        _limit.deadline = outer


def bound_waits(seconds: float) -> None:
    """From now on, this process gives up when PostgreSQL has been silent for `seconds`.

    libpq waits for ever for a server that hangs while its TCP connection stays open. psycopg2 lets
    us do the waiting. It then offers neither COPY nor large objects, hence only where neither is
    used. Giving up raises OperationalError, and psycopg2 closes the connection.
    """
    set_wait_callback(lambda connection: _wait(connection, seconds))


def _wait(connection: Connection, silence: float) -> None:
    while (state := connection.poll()) != POLL_OK:
        waiting = select.poll()
        waiting.register(connection, select.POLLIN if state == POLL_READ else select.POLLOUT)
        left = min(silence, getattr(_limit, "deadline", inf) - time.monotonic())
        if not waiting.poll(max(0, left) * 1000):
            raise psycopg2.OperationalError("PostgreSQL is silent: gave up waiting for it.")
