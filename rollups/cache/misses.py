"""Computing on a miss, bounded, so that one client's misses leave the threads to others' hits."""

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from django.conf import settings

from rollups.servers.database import patience


class TooBusy(Exception):
    """Too much is being computed already; the same question can be asked again in a second."""


class Places:
    """Of each process: `at_once` blocks run, one for each caller, and `waiting` more may wait.

    A block that has run for `slow` seconds waits for PostgreSQL, and needs little of ours. It goes
    on beside the others: as many slow ones as `at_once`. So a table that somebody has locked does
    not keep those waiting who ask for something else.

    A thread that waits is lost to hits too. So a caller who finds no place to wait in is refused at
    once, and nobody waits for longer than `seconds`.
    """

    def __init__(self, *, at_once: int, waiting: int, seconds: float, slow: float) -> None:
        self._at_once = at_once
        self._most_waiting = waiting
        self._seconds = seconds
        self._slow = slow
        self._changed = threading.Condition()
        self._slow_at: dict[Hashable, float] = {}  # of those that run; of the monotonic clock
        self._waiting = 0

    @contextmanager
    def taken(self, who: Hashable) -> Iterator[None]:
        """Run the block on behalf of `who`. Raise TooBusy if there is no place for it."""
        with self._changed:
            if not self._is_free(who):
                self._wait(who)
            self._slow_at[who] = time.monotonic() + self._slow
        try:
            yield
        finally:
            with self._changed:
                del self._slow_at[who]
                self._changed.notify_all()

    def hold(self, seconds: float) -> None:
        """Wait, if there is a place to wait in; some are left to those who wait for their turn."""
        with self._changed:
            if self._waiting >= self._most_waiting - 2:
                return
            self._waiting += 1
        time.sleep(seconds)
        with self._changed:
            self._waiting -= 1

    def _is_free(self, who: Hashable) -> bool:
        running = len(self._slow_at)
        quick = sum(1 for _ in self._become_slow())
        return who not in self._slow_at and quick < self._at_once and running < 2 * self._at_once

    def _become_slow(self) -> Iterator[float]:
        """In how many seconds those that run become slow, of those that are not."""
        now = time.monotonic()
        return (slow_at - now for slow_at in self._slow_at.values() if slow_at > now)

    def _wait(self, who: Hashable) -> None:
        if self._waiting >= self._most_waiting:
            raise TooBusy
        self._waiting += 1
        end = time.monotonic() + self._seconds
        try:
            while not self._is_free(who):
                left = end - time.monotonic()
                if left <= 0:
                    raise TooBusy
                # Nobody tells when a block becomes slow.
                self._changed.wait(min([left, *self._become_slow()]))
        finally:
            self._waiting -= 1


# Of the web server's twelve threads two are always left: for hits.
_PLACES = Places(at_once=2, waiting=6, seconds=5, slow=2)

_HELD = 0.25  # seconds


@contextmanager
def place_for(who: Hashable) -> Iterator[None]:
    """Compute an answer on behalf of `who`, any key of a caller, in QUERY_TIMEOUT_SECONDS.

    Raise TooBusy if there is too much of it. Such blocks do not nest.
    """
    with _PLACES.taken(who), patience(settings.QUERY_TIMEOUT_SECONDS):
        yield


def hold_back() -> None:
    """Let a client that is refused wait for a moment. One that ignores 429 retries at once, and
    answering that would slow others."""
    _PLACES.hold(_HELD)
