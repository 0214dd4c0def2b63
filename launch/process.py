"""Starting and stopping one process, with all that it has started."""

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
    """The path of util-linux's setpriv, where it is there and can do what we need of it."""
    program = shutil.which("setpriv", path=os.pathsep.join([os.defpath, "/usr/bin", "/bin"]))
    if program and subprocess.run([program, "--pdeathsig", "TERM", "true"], check=False).returncode:
        return None
    return program


def tied(argv: Sequence[str], stop_signal: signal.Signals) -> list[str]:
    """The command line with which a process is sent `stop_signal` when its parent dies.

    Even a supervisor that is killed outright so leaves nothing behind. Linux only: elsewhere
    the command line is left as it is.
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
    """Start a process in a session of its own, as somebody else if `become` makes it so.

    Of its own, because Ctrl-C signals everything in the terminal's foreground group at once,
    and the order in which things stop is the supervisor's business.
    """
    return await asyncio.create_subprocess_exec(
        *become,  # first: a change of user undoes what tied() has set
        *tied(argv, stop_signal),
        cwd=cwd,
        env=env,
        stdin=stdin,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )


async def stop(process: asyncio.subprocess.Process, how: signal.Signals, within: float) -> None:
    """Ask with `how`; after `within` seconds kill; then kill whatever is left of its group."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.send_signal(how)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), within)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
