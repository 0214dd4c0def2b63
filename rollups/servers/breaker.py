"""A circuit breaker: a server that did not answer is not asked again for some seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class ServerAway(Exception):
    """The server did not answer, now or some seconds ago."""


class Breaker:
    """Guards the calls to one server, from any number of threads, none of which waits for another.

    One of `errors` in a guarded block, and for `seconds` every other block is refused at once. Then
    one caller tries again, while the others are still refused.
    """

    def __init__(self, *errors: type[Exception], seconds: float) -> None:
        self._errors = errors
        self._seconds = seconds
        self._refuse_until = 0.0  # of the monotonic clock; zero: closed

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run the block; raise ServerAway if it fails by one of the errors, or is refused."""
        if self._refuse_until:
            if self.is_open:
                raise ServerAway
            self.open()  # to the others, until it is known how we fare
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
        """Refuse from now on."""
        self._refuse_until = time.monotonic() + self._seconds

    def close(self) -> None:
        """Ask again at once, however it failed before."""
        self._refuse_until = 0.0
