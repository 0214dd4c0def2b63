"""Work in other threads, and ways to stop it at a known place."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections

from tests.proofs.histories.history import Connect
from tests.waiting import PATIENCE, until


def in_background(work: Callable[[], object]) -> "Future[None]":
    """Run the work in a thread, on a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(run)
    pool.shutdown(wait=False)
    return future


class Stop:
    """A transaction that holds a lock. Sessions that need the lock wait."""

    def __init__(
        self, connect: Connect, lock: str, values: Mapping[str, str] | None = None
    ) -> None:
        self._connection = connect()
        self._watch = connect()
        self._watch.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(lock, values)

    def wait_for_somebody(self) -> int:
        """Wait until a database session waits for the lock. Returns its process id."""
        until(self._waiting, lambda: "No session waits for the lock.")
        return self._waiting()[0]

    def _waiting(self) -> list[int]:
        with self._watch.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))",
                [self._connection.get_backend_pid()],
            )
            return [int(pid) for (pid,) in cursor.fetchall()]

    def kill(self, pid: int) -> None:
        """End a database session, like an administrator or a failing server."""
        with self._watch.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, %s)", [pid, int(PATIENCE * 1000)])

    def commit(self) -> None:
        """Commit the lock's transaction. Waiting sessions go on."""
        self._connection.commit()

    def release(self) -> None:
        """Roll back the lock's transaction. Waiting sessions go on."""
        self._connection.rollback()


@contextmanager
def stopped_at(
    connect: Connect, lock: str, values: Mapping[str, str] | None = None
) -> Iterator[Stop]:
    """Hold the locks of the statement `lock`, at most until the end of the block."""
    stop = Stop(connect, lock, values)
    try:
        yield stop
    finally:
        stop.release()
