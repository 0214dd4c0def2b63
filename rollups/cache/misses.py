"""A bound on how much a process computes at once, so that misses leave threads to hits.

Semaphores, one for each caller and one for the process, do not suffice: a slow query would keep its
place, and any number of threads could wait. A connection limit in a proxy cannot tell a miss from a
hit, and would refuse both.
"""

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from django.conf import settings

from rollups.servers.database import patience


class TooBusy(Exception):
    """Too much is being computed. The client may ask again in a second."""


class Places:
    """The places of one process. `at_once` blocks run, one of each caller. `waiting` more may wait.

    A block that has run for `slow` seconds frees its place and runs on. It waits for PostgreSQL,
    perhaps for a locked table, and needs little of the process. So it does not delay questions
    about other tables. At most twice `at_once` blocks run, slow ones included.

    A waiting thread cannot answer hits. So if all places to wait are taken, a block is refused at
    once. No block waits longer than `seconds`.
    """

    def __init__(self, *, at_once: int, waiting: int, seconds: float, slow: float) -> None:
        self._at_once = at_once
        self._most_waiting = waiting
        self._seconds = seconds
        self._slow = slow
        self._changed = threading.Condition()
        # For each caller whose block runs: when it becomes slow, by the monotonic clock.
        self._slow_at: dict[Hashable, float] = {}
        self._waiting = 0

    @contextmanager
    def taken(self, who: Hashable) -> Iterator[None]:
        """Run the block for the caller `who`. Raise TooBusy if it gets no place."""
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
        """Sleep in a place to wait. Two of these are left to blocks; without a free one, return."""
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
        """For each block that is not slow: the seconds until it is."""
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
                # Nothing notifies us when a block becomes slow, so we wait no longer than that.
                self._changed.wait(min([left, *self._become_slow()]))
        finally:
            self._waiting -= 1


# A process has twelve threads: 2 + 2 (slow) + 6 (waiting) leave two, for hits.
_PLACES = Places(at_once=2, waiting=6, seconds=5, slow=2)

_HELD = 0.25  # seconds that a refusal is held back


@contextmanager
def place_for(who: Hashable) -> Iterator[None]:
    """Run a block that computes an answer for the caller `who`, within QUERY_TIMEOUT_SECONDS.

    `who`: any key of the caller. Raise TooBusy if there is no place. These blocks do not nest.
    """
    with _PLACES.taken(who), patience(settings.QUERY_TIMEOUT_SECONDS):
        yield


def hold_back() -> None:
    """Delay a refusal by 250 ms. Clients that ignore 429 retry at once, and that slows others."""
    _PLACES.hold(_HELD)
