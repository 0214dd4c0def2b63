"""A circuit breaker: a server that did not answer is not asked again for some seconds.

It is written by hand. pybreaker holds a lock while it calls the function, so threads take turns.
Its context manager and the package circuitbreaker hold none, and let all threads try again at once
when the time is over: with a hung server all of them wait.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class ServerAway(Exception):
    """The server does not answer, or did not answer some seconds ago."""


class Breaker:
    """Guards the calls of all threads to one server. No thread waits for another.

    One of `errors` in a guarded block opens the breaker: for `seconds`, each other block is refused
    at once. Then one caller tries again. The others are refused until it has succeeded.
    """

    def __init__(self, *errors: type[Exception], seconds: float) -> None:
        self._errors = errors
        self._seconds = seconds
        self._refuse_until = 0.0  # of the monotonic clock; zero: closed

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run the block. Raise ServerAway if it is refused or raises one of the errors."""
        if self._refuse_until:
            if self.is_open:
                raise ServerAway
            self.open()  # for the others, until this block has ended
        try:
            yield
        except self._errors as error:
            self.open()
            raise ServerAway from error
        self.close()

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._refuse_until

    def open(self) -> None:
        """Refuse blocks for `seconds` from now."""
        self._refuse_until = time.monotonic() + self._seconds

    def close(self) -> None:
        """Refuse no block."""
        self._refuse_until = 0.0
