"""PostgreSQL, asked with bounded patience, and not at all for some seconds after it was away.

A slow query and a server that is away are told apart. PostgreSQL itself gives a slow query up, so
that nothing of it runs on. That is a failure of this query alone. Only where PostgreSQL does not
even say that it gave up, it is away, for everybody.
"""

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

from rollups.servers.breaker import Breaker, ServerAway

GRACE = 0.5  # seconds in which PostgreSQL has to say that it gave up

breaker = Breaker(OperationalError, InterfaceError, seconds=5)

_limit = threading.local()  # .deadline: of the monotonic clock, inside `patience`
_longest = inf  # seconds for any query of this process

# By SQLSTATE: the connection failed, the server stops or starts, it has no connection to give.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")
_CANCELED = "57014"  # statement_timeout, or an administrator


class QueryTimeout(ServerAway):
    """A query took too long, and PostgreSQL gave it up. Others may be answered."""


@contextmanager
def asked() -> Iterator[None]:
    """Guard a block that asks PostgreSQL; such blocks do not nest.

    Raise ServerAway if PostgreSQL is away, or was some seconds ago; QueryTimeout, which is one too,
    if it gave a query up. Any other error of the block, a deadlock among them, is raised as it is:
    the server has answered.
    """
    other: Exception | None = None
    with breaker.guard():
        try:
            yield
        except Exception as error:
            if _is_away(error):
                raise
            other = error
    if other is None:
        return
    if timed_out(other) and not isinstance(other, QueryTimeout):
        raise QueryTimeout from other.__cause__
    raise other


def timed_out(error: Exception) -> bool:
    """Whether PostgreSQL gave a query up because it took too long."""
    return isinstance(error, QueryTimeout) or _sqlstate(error) == _CANCELED


def _is_away(error: Exception) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = _sqlstate(error)
    return code is None or code.startswith(_AWAY)


def _sqlstate(error: Exception) -> str | None:
    code: str | None = getattr(error.__cause__, "pgcode", None)
    return code


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Whatever the block asks of PostgreSQL is given up `seconds` after the block began.

    PostgreSQL gives up by itself, see `seconds_left`. Where it is silent, we do so GRACE later, if
    `bound_waits` is installed. An outer block that ends sooner counts.
    """
    outer = getattr(_limit, "deadline", inf)
    _limit.deadline = min(outer, time.monotonic() + seconds)
    try:
        yield
    finally:
        _limit.deadline = outer


def seconds_left() -> float:
    """How long the next query may take; infinite where nobody set a bound."""
    return min(_longest, getattr(_limit, "deadline", inf) - time.monotonic())


def bound_waits(seconds: float, *, query: float = inf) -> None:
    """From now on, this process gives up when PostgreSQL has been silent for `seconds`, and
    PostgreSQL gives up a query of this process that takes longer than `query` seconds.

    libpq waits for ever for a server that hangs while its TCP connection stays open. psycopg2 lets
    us do the waiting. It then offers neither COPY nor large objects, hence only where neither is
    used. Giving up raises OperationalError, and psycopg2 closes the connection.
    """
    global _longest
    _longest = query
    set_wait_callback(lambda connection: _wait(connection, seconds))


def _wait(connection: Connection, silence: float) -> None:
    # A query that begins at the end of the block's time is waited for, too, until it is given up.
    latest = max(getattr(_limit, "deadline", inf), time.monotonic()) + GRACE
    while (state := connection.poll()) != POLL_OK:
        waiting = select.poll()
        waiting.register(connection, select.POLLIN if state == POLL_READ else select.POLLOUT)
        left = min(silence, latest - time.monotonic())
        if not waiting.poll(max(0, left) * 1000):
            raise psycopg2.OperationalError("PostgreSQL is silent: gave up waiting for it.")
