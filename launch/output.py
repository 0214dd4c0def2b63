"""Prints what many processes write. Each line begins with the name of its process."""

import asyncio
import io
import os
import signal
from contextlib import suppress
from typing import TextIO

_COLOURS = (36, 32, 33, 35, 34, 96, 92, 93)
_NAME_WIDTH = 8


class Printer:
    """Writes whole lines. Names are coloured on a terminal, unless NO_COLOR is set."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._colours = out.isatty() and "NO_COLOR" not in os.environ
        self._names: list[str] = []

    def say(self, text: str = "") -> None:
        try:
            self._out.write(f"{text}\n")
            self._out.flush()
        except BrokenPipeError:  # `./run | head`: nobody reads any more
            self._out = io.StringIO()
            signal.raise_signal(signal.SIGTERM)

    def line(self, name: str, text: str) -> None:
        self.say(f"{self._prefix(name)} {text}")

    def _prefix(self, name: str) -> str:
        prefix = f"{name:<{_NAME_WIDTH}} |"
        if not self._colours:
            return prefix
        if name not in self._names:
            self._names.append(name)
        colour = _COLOURS[self._names.index(name) % len(_COLOURS)]
        return f"\x1b[{colour}m{prefix}\x1b[0m"


class Pump:
    """Passes what a process writes to the printer, line by line.

    The pipe is our own. With a pipe of asyncio, a process would count as running until its
    children have closed the pipe too.
    """

    def __init__(self, name: str, printer: Printer) -> None:
        self._name = name
        self._printer = printer
        self._rest = b""
        self._source, self.sink = os.pipe()
        os.set_blocking(self._source, False)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._source, self._read)

    def close_sink(self) -> None:
        """Close our end. Call this when the process has its own, or the end is never seen."""
        os.close(self.sink)

    def finish(self) -> None:
        """Print what is left when the process has ended."""
        with suppress(BlockingIOError):  # a child may still hold the pipe: do not wait for it
            while self._read():
                pass
        self._loop.remove_reader(self._source)
        os.close(self._source)
        if self._rest:
            self._print(self._rest)

    def _read(self) -> bool:
        """Print the lines that have arrived. True if more can follow."""
        chunk = os.read(self._source, 65536)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._print(line)
        if not chunk:
            self._loop.remove_reader(self._source)
        return bool(chunk)

    def _print(self, line: bytes) -> None:
        self._printer.line(self._name, line.decode(errors="replace").rstrip("\r"))
