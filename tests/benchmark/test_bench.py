"""./bench as a person uses it, with few conferences: everything is measured, nothing is left."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.measures import MEASURES
from launch.paths import ROOT
from launch.programs import CHROMIUM, WRK
from tests.launch.conftest import none_left

pytestmark = pytest.mark.servers

SCALE = "200"
SECONDS = 900  # it takes one minute on a quiet machine
# Measures that need a program which the machine may lack.
NEEDS = {"hit": WRK, "page": CHROMIUM}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ./bench left for temporary files, and its results in `result.json`."""
    folder = tmp_path_factory.mktemp("bench")
    argv = [sys.executable, "-m", "benchmark", "--scale", SCALE, "--hour"]
    done = subprocess.run(
        [*argv, "--json", str(folder / "result.json")],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    (folder / "said").write_text(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_everything_is_measured_but_what_needs_a_program_that_is_absent(folder: Path) -> None:
    measures = {
        one["name"]: one for one in json.loads((folder / "result.json").read_text())["measures"]
    }
    missing = {name for name, program in NEEDS.items() if not program.find()}

    assert list(measures) == [one.name for one in MEASURES]
    for name, one in measures.items():
        assert bool(one["rows"]) == (name not in missing), one
        assert bool(one["left_out"]) == (name in missing), one
    assert not (missing and os.environ.get("CI") == "true"), missing


def test_the_table_names_each_measure_and_the_machine(folder: Path) -> None:
    said = (folder / "said").read_text()

    assert f"{SCALE} conferences. " in said
    assert "PostgreSQL" in said
    for one in MEASURES:
        assert f"\n{one.title} (" in said


def test_the_machine_and_the_settings_are_in_the_json_and_no_secret(folder: Path) -> None:
    result = (folder / "result.json").read_text()

    machine = json.loads(result)["machine"]
    assert {"cores", "memory_gib", "cpu", "commit", "postgresql", "python"} <= machine.keys()
    assert "max_wal_size" in machine["postgresql_settings"]
    assert "postgresql://" not in result
    assert "redis://" not in result


def test_nothing_is_left(folder: Path) -> None:
    assert none_left(folder, set())
    assert not [*folder.glob("rollups-bench-*")]


def test_without_wrk_a_line_says_what_is_not_measured(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for folder in reversed(os.environ["PATH"].split(os.pathsep)):
        for program in Path(folder).glob("*"):
            (tools / program.name).unlink(missing_ok=True)
            (tools / program.name).symlink_to(program)
    for name in ("wrk", "apt-get"):
        (tools / name).unlink(missing_ok=True)

    done = subprocess.run(
        [sys.executable, "-m", "benchmark", "--scale", SCALE, "--only", "disk", "hit"],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nNot measured: there is no wrk on this machine. Install it" in done.stdout
    assert "\nschema rollups " in done.stdout
