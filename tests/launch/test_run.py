"""./run as a person uses it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.ports import LOOPBACK, free_port
from tests.launch.conftest import Start, descendants_of, none_left
from tests.waiting import PATIENCE

pytestmark = pytest.mark.servers


def _run(arguments: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "launch", "run", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_given_servers_are_used_and_nothing_simulated_is_written(
    start: Start, tmp_path: Path
) -> None:
    servers = start(tmp_path / "given")
    port, data = free_port(), tmp_path / "data"
    given = {"DATABASE_URL": servers.database, "REDIS_URL": servers.cache, "CELERY_BROKER_URL": ""}

    product = _run(["--port", str(port), "--data", str(data)], given)
    try:
        assert product.stdout
        said = ""
        while "Stop with Ctrl-C" not in said:
            line = product.stdout.readline()
            assert line, said
            said += line
        children = descendants_of(product.pid)
        page = HTTPConnection(LOOPBACK, port, timeout=PATIENCE)
        page.request("GET", "/")
        assert page.getresponse().status == 200
        page.close()
        assert f"http://{LOOPBACK}:{port}/\n  Sign in as admin with password " in said
        assert servers.execute("SELECT count(*) FROM public.conference") == [(0,)]
        assert f"DATABASE_URL={servers.database}\n" in (data / "env").read_text()
        assert (data / "env").stat().st_mode & 0o777 == 0o600

        product.send_signal(signal.SIGINT)

        rest = product.communicate(timeout=PATIENCE)[0]
    finally:
        product.kill()
    assert product.returncode == 0, rest
    assert none_left(data, children)
    # It started no server, and left no addresses of servers that may be gone.
    assert sorted(file.name for file in data.iterdir()) == ["lock", "secrets.json"]


def test_a_port_in_use_is_an_error_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        product = _run(["--port", str(port), "--data", str(tmp_path / "data")], {})
        said = product.communicate(timeout=PATIENCE)[0]
    assert product.returncode == 1
    assert said == (
        f"Port {port} cannot be used: Address already in use. Choose another: "
        f"./run --port {port + 1}\n"
    )
    assert not (tmp_path / "data").exists()


def test_without_a_python_the_error_says_which_package_to_install(tmp_path: Path) -> None:
    for part in ("run", "launch/start.sh", "requirements/dev.txt"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cat", "head", "cmp"):
        (tools / tool).symlink_to(shutil.which(tool) or "")

    answer = subprocess.run(
        [tmp_path / "run"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "No Python 3.11 or newer that can make a virtual environment was found on PATH.\n"
        "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), then try again.\n"
    )
