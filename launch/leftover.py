"""Stops a PostgreSQL that an earlier ./run left behind, and removes what is left of one.

The lock of the data directory lets one ./run use it. If a server runs there before we start ours,
no other process manages it.
"""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

from launch.errors import LaunchError

_PATIENCE = 60  # seconds


async def stop_leftover(cluster: Path) -> None:
    """Stop the server of `cluster`, if one runs. PostgreSQL can start from what is left."""
    pid_file = cluster / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    for _ in range(_PATIENCE * 10):
        command = _command_of(pid)
        if command is None:
            return
        if str(cluster).encode() not in command:
            # After a crash, another process can have that number. PostgreSQL would not start then.
            pid_file.unlink(missing_ok=True)
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        await asyncio.sleep(0.1)
    raise LaunchError(
        f"A PostgreSQL of an earlier start (process {pid}) still runs on {cluster} and does not "
        "stop. End that process, then start again."
    )


def _command_of(pid: int) -> bytes | None:
    """The command line of a running process. None if it does not run, or cannot be read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
