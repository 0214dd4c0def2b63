"""The user that servers run as when we are root. PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from launch.errors import LaunchError
from launch.process import setpriv

# Only root can enter some directories, for example /root, and the clone may be in one. The server
# then keeps one capability: to read and enter directories. The first of the two is narrower, but
# containers often refuse it. PostgreSQL looks for its programs with access(2), which respects the
# capability only with the secure bit.
_RIGHTS: tuple[tuple[str, ...], ...] = (
    (),
    *(
        (
            f"--inh-caps=+{capability}",
            f"--ambient-caps=+{capability}",
            "--securebits=+no_setuid_fixup",
        )
        for capability in ("dac_read_search", "dac_override")
    ),
)
_CAN_WORK = 'test -x "$1" && "$1" --version >/dev/null && cd "$2"'


@dataclass(frozen=True)
class Identity:
    """The user of a server. `prefix` goes before its command line. None: our own user."""

    uid: int | None = None
    gid: int | None = None
    prefix: tuple[str, ...] = ()

    def give(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


@cache
def identity(program: Path, directory: Path) -> Identity:
    """A user that is not root, can run `program` and can work in `directory`."""
    if os.geteuid() != 0:
        return Identity()
    user = pwd.getpwnam("nobody")
    for rights in _RIGHTS:
        prefix = (
            setpriv() or "setpriv",
            f"--reuid={user.pw_uid}",
            f"--regid={user.pw_gid}",
            "--clear-groups",
            *rights,
            "--",
        )
        if _works([*prefix, "/bin/sh", "-c", _CAN_WORK, "sh", str(program), str(directory)]):
            return Identity(user.pw_uid, user.pw_gid, prefix)
    raise LaunchError(
        f"{program} must not run as root, and could not be run as the user nobody. Run this as "
        "an ordinary user, or install setpriv (package util-linux), or set DATABASE_URL and "
        "REDIS_URL to servers that run already."
    )


def _works(argv: list[str]) -> bool:
    try:
        return subprocess.run(argv, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
