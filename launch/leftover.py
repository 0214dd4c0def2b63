"""A PostgreSQL that a supervisor left behind, or the traces of one.

Whoever holds the lock of the data directory is the only supervisor of it, so a server that
still runs there is nobody's.
"""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

from launch.errors import LaunchError

_PATIENCE = 60  # seconds


async def stop_leftover(cluster: Path) -> None:
    """Let `cluster` be as after a clean stop or a crash, both of which PostgreSQL starts from."""
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
            # After a crash the number can belong to someone else; PostgreSQL would refuse to start.
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
    """The command line of a running process. None: there is none, or the system does not say."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
