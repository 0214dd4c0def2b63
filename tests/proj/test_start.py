"""Each process that serves runs the system checks first. If one fails, it ends and says why."""

import os
import subprocess
from pathlib import Path

import pytest

from launch.paths import BIN
from launch.ports import free_port
from tests.project import copy_of_the_project

WEB = ("gunicorn", "proj.wsgi", "--bind")
CELERY = ("celery", "--quiet", "-A", "proj")
WORKER = (*CELERY, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
BEAT = (*CELERY, "beat")

# Nobody listens there: the checks need no server, and must not wait for one.
ELSEWHERE = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which a rollup has no definition."""
    copy = copy_of_the_project(tmp_path_factory.mktemp("start") / "project")
    (copy / "rollups/statistics/sessions/session_os.sql").unlink()
    return copy


@pytest.mark.parametrize("program", [WEB, WORKER, BEAT], ids=["web server", "worker", "beat"])
def test_a_process_ends_at_its_start_if_a_system_check_fails(
    project: Path, program: tuple[str, ...]
) -> None:
    address = (f"127.0.0.1:{free_port()}",) if program == WEB else ()

    ended = subprocess.run(
        [str(BIN / program[0]), *program[1:], *address],
        cwd=project,
        env={**os.environ, **ELSEWHERE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode != 0
    said = ended.stderr + ended.stdout
    assert "There is no file session_os.sql." in said
    assert "Write it, in the room that declares it." in said
    assert "Traceback" not in said
