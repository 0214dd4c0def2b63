"""Programs that tests and ./bench need, and that no wheel holds.

They are found, or installed by apt.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.paths import ROOT
from launch.supervisor import StepError, Supervisor


@dataclass(frozen=True)
class Program:
    """Where to find a program: on PATH, then in `folders`, which are patterns below /.

    The first of `names` that is found is taken. The environment variable `variable` comes before
    all. `package` is its name in Debian and Ubuntu.
    """

    title: str
    package: str
    names: Sequence[str]
    folders: Sequence[str] = ()
    variable: str = ""

    def find(self) -> str | None:
        """Its path."""
        if named := os.environ.get(self.variable):
            return named
        folders = [str(found) for each in self.folders for found in sorted(Path("/").glob(each))]
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), *folders])
        found = (shutil.which(name, path=path) for name in self.names)
        return next(filter(None, found), None)


CHROMIUM = Program(
    "Chromium",
    "chromium",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    variable="CHROMIUM",
)
POSTGRESQL = Program("PostgreSQL", "postgresql", ("postgres",), ("usr/lib/postgresql/*/bin",))
PGBOUNCER = Program("PgBouncer", "pgbouncer", ("pgbouncer",), ("usr/sbin",))
NGINX = Program("nginx", "nginx", ("nginx",), ("usr/sbin",))
WRK = Program("wrk", "wrk", ("wrk",))


async def provide(supervisor: Supervisor, *programs: Program) -> None:
    """Install what is missing. Print what cannot be installed without a password."""
    for program in programs:
        if program.find():
            continue
        elevate = _elevation() if shutil.which("apt-get") else None
        if elevate is not None:
            supervisor.printer.say(f"Installing {program.title} (once) ...")
            await _install(supervisor, elevate, program)
        if not program.find():
            supervisor.printer.say(
                f"There is no {program.title} on this machine, so what needs it is left out. "
                f"Install it (Debian, Ubuntu: apt-get install {program.package})."
            )


async def _install(supervisor: Supervisor, elevate: Sequence[str], program: Program) -> None:
    script = str(ROOT / "launch" / "apt.sh")
    try:
        await supervisor.step("apt-get", [*elevate, "sh", script, program.package])
    except StepError as error:
        supervisor.printer.say(str(error))


def _elevation() -> list[str] | None:
    """What to put before a command to run it as root. None if that needs a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode:
        return None
    return [sudo, "-n"] if sudo else None
