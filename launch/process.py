"""Starts and stops one process, with all processes that it started."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

from launch.paths import ROOT

Stream = int | IO[bytes] | None


@cache
def setpriv() -> str | None:
    """The path of setpriv (util-linux). None if it is absent or too old."""
    program = shutil.which("setpriv", path=os.pathsep.join([os.defpath, "/usr/bin", "/bin"]))
    if program and subprocess.run([program, "--pdeathsig", "TERM", "true"], check=False).returncode:
        return None
    return program


def tied(argv: Sequence[str], stop_signal: signal.Signals) -> list[str]:
    """The command line with which the kernel sends a process `stop_signal` when its parent dies.

    So a supervisor that is killed leaves nothing running. This works on Linux only. Elsewhere the
    command line stays as it is.
    """
    program = setpriv()
    if program is None:
        return list(argv)
    return [program, "--pdeathsig", stop_signal.name.removeprefix("SIG"), "--", *argv]


async def spawn(
    argv: Sequence[str],
    *,
    become: Sequence[str] = (),
    stop_signal: signal.Signals = signal.SIGTERM,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    stdin: Stream = subprocess.DEVNULL,
    output: Stream = None,
) -> asyncio.subprocess.Process:
    """Start a process in a session of its own. `become` may make it run as another user.

    Ctrl-C signals all processes of the terminal's session at once. Ours must stop in an order.
    """
    return await asyncio.create_subprocess_exec(
        *become,  # first: a change of user would undo what tied() sets
        *tied(argv, stop_signal),
        cwd=cwd,
        env=env,
        stdin=stdin,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )


async def stop(process: asyncio.subprocess.Process, how: signal.Signals, within: float) -> None:
    """Send `how`. Kill the process after `within` seconds, then all that is left of its group."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.send_signal(how)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), within)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
