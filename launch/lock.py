"""Lets one ./run, or one ./bench, use a data directory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.errors import LaunchError


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Make `data` if it is absent, and hold its lock. The kernel frees it when the process ends."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "lock").open("a+")
    except OSError as error:
        raise LaunchError(
            f"The data directory {data} cannot be used: {error.strerror}. "
            "Make it writable for you, or name another with --data."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LaunchError(
                f"Another ./run or ./bench (process {file.read().strip()}) uses {data}. "
                "Stop that one first, or name another directory with --data."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
