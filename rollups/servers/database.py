"""How long we wait for PostgreSQL. After it was away, it is not asked for some seconds.

A slow query is not a server that is away. PostgreSQL cancels the slow query itself, so nothing of
it runs on, and only this query fails. If PostgreSQL does not even say that it cancelled the query,
it is away, for everybody.

It is written by hand, because nothing else bounds the time of a block. Django has no timeout for
queries. libpq has one for connecting, and one for TCP, which a hung server still acknowledges.
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

GRACE = 0.5  # seconds in which PostgreSQL has to say that it cancelled the query

breaker = Breaker(OperationalError, InterfaceError, seconds=5)

_limit = threading.local()  # .deadline: by the monotonic clock, inside `patience`
_longest = inf  # seconds for any query of this process

# SQLSTATEs: the connection failed; the server stops or starts; it has no connection left.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")
_CANCELED = "57014"  # statement_timeout, or an administrator


class QueryTimeout(ServerAway):
    """PostgreSQL cancelled a query, because it took too long. Other queries may succeed."""


@contextmanager
def asked() -> Iterator[None]:
    """Guard a block that asks PostgreSQL. Such blocks do not nest.

    Raise ServerAway if PostgreSQL is away, or was away some seconds ago. Raise QueryTimeout, a kind
    of ServerAway, if PostgreSQL cancelled a query. Any other error of the block, such as a
    deadlock, is raised as it is: the server has answered.
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
    """True if PostgreSQL cancelled a query, because it took too long."""
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
    """Give the queries of the block `seconds` in all, from the beginning of the block.

    PostgreSQL cancels a query that takes longer, see `seconds_left`. If it is silent, we stop to
    wait GRACE later, where `bound_waits` was called. Of nested blocks the earlier end counts.
    """
    outer = getattr(_limit, "deadline", inf)
    _limit.deadline = min(outer, time.monotonic() + seconds)
    try:
        yield
    finally:
        _limit.deadline = outer


def seconds_left() -> float:
    """How long the next query may take. Infinite if nothing bounds it."""
    return min(_longest, getattr(_limit, "deadline", inf) - time.monotonic())


def bound_waits(seconds: float, *, query: float = inf) -> None:
    """From now on this process waits `seconds` for a silent PostgreSQL, and no longer. PostgreSQL
    cancels a query of this process that takes longer than `query` seconds.

    libpq waits for ever for a server that hangs while its TCP connection stays open. psycopg2 lets
    us wait instead of libpq. COPY and large objects do not work then: call this only in processes
    that use neither. At the end of the wait OperationalError is raised, and psycopg2 closes the
    connection.
    """
    global _longest
    _longest = query
    set_wait_callback(lambda connection: _wait(connection, seconds))


def _wait(connection: Connection, silence: float) -> None:
    # A query may begin when the block's time is nearly over. It gets GRACE too.
    latest = max(getattr(_limit, "deadline", inf), time.monotonic()) + GRACE
    while (state := connection.poll()) != POLL_OK:
        waiting = select.poll()
        waiting.register(connection, select.POLLIN if state == POLL_READ else select.POLLOUT)
        left = min(silence, latest - time.monotonic())
        if not waiting.poll(max(0, left) * 1000):
            raise psycopg2.OperationalError("PostgreSQL is silent: gave up waiting for it.")
