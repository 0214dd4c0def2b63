"""Computing on a miss, bounded, so that one client's misses leave the threads to others' hits."""

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class TooBusy(Exception):
    """Too much is being computed already; the same question can be asked again in a second."""


class Places:
    """Of each process: `at_once` blocks run, one for each caller, and `waiting` more may wait.

    A thread that waits is lost to hits too. So whoever finds no place to wait in is refused at
    once, and nobody waits for longer than `seconds`.
    """

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self._at_once = at_once
        self._most_waiting = waiting
        self._seconds = seconds
        self._changed = threading.Condition()
        self._running: set[Hashable] = set()
        self._waiting = 0

    @contextmanager
    def taken(self, who: Hashable) -> Iterator[None]:
        """Run the block on behalf of `who`. Raise TooBusy if there is no place for it."""
        with self._changed:
            if not self._is_free(who):
                self._wait(who)
            self._running.add(who)
        try:
            yield
        finally:
            with self._changed:
                self._running.remove(who)
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
        return who not in self._running and len(self._running) < self._at_once

    def _wait(self, who: Hashable) -> None:
        if self._waiting >= self._most_waiting:
            raise TooBusy
        self._waiting += 1
        try:
            if not self._changed.wait_for(lambda: self._is_free(who), self._seconds):
                raise TooBusy
        finally:
            self._waiting -= 1


# Of the web server's twelve threads two are always left: for hits.
_PLACES = Places(at_once=2, waiting=8, seconds=5)

_HELD = 0.25  # seconds


@contextmanager
def computing(who: Hashable) -> Iterator[None]:
    """Compute an answer on behalf of `who`, any key of a caller. Raise TooBusy if there is too
    much of it. Such blocks do not nest."""
    with _PLACES.taken(who):
        yield


def hold_back() -> None:
    """Let somebody who is refused wait for a moment: whoever heeds no refusal asks again at once,
    and answering that would slow others."""
    _PLACES.hold(_HELD)
