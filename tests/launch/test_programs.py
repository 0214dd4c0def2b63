"""What is installed for the tests, and what is printed if it cannot be installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.programs import Program

PROVIDE = """
from launch.programs import Program, provide
from launch.supervisor import Supervisor, supervised

async def work(supervisor: Supervisor) -> int:
    await provide(supervisor, Program("Frobnicator", "frob", ("frobd", "frob"), ("{folder}",)))
    return 0

supervised(work)
"""


def provided(path: Path | str, folder: str = "nowhere/*", **environment: str) -> str:
    """What is printed if PATH is `path` only. The program may be in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", PROVIDE.format(folder=folder.lstrip("/"))],
        cwd=ROOT,
        env={**os.environ, "PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def program(path: Path, script: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_program_on_path_or_in_its_folder_is_not_installed(tmp_path: Path) -> None:
    program(tmp_path / "a" / "frob")
    program(tmp_path / "15" / "bin" / "frobd")

    assert provided(tmp_path / "a") == ""
    assert provided(tmp_path, folder=f"{tmp_path}/*/bin") == ""


def test_the_environment_may_name_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FROB", "/opt/frob")

    assert Program("Frobnicator", "frob", ("frob",), variable="FROB").find() == "/opt/frob"


def test_without_apt_a_line_says_what_is_not_tested_and_how_to_install_it(tmp_path: Path) -> None:
    assert provided(tmp_path) == (
        "There is no Frobnicator on this machine, so what needs it is left out. "
        "Install it (Debian, Ubuntu: apt-get install frob).\n"
    )


@pytest.fixture
def apt(tmp_path: Path) -> Path:
    """A machine whose apt-get notes its arguments and the files that are there."""
    root = tmp_path / "root"
    (root / "usr" / "sbin").mkdir(parents=True)
    program(
        tmp_path / "bin" / "apt-get",
        f'echo "$@" >>{tmp_path}/asked\n'
        f"ls -R {root} >{tmp_path}/found\n"
        f"{root}/usr/sbin/policy-rc.d || echo refused $? >>{tmp_path}/asked",
    )
    return tmp_path


def install(machine: Path, package: str) -> list[str]:
    """The arguments of apt-get, and whether services may start."""
    subprocess.run(
        ["sh", str(ROOT / "launch" / "apt.sh"), package],
        env={"PATH": f"{machine}/bin:{os.defpath}", "ROOT": str(machine / "root")},
        check=True,
    )
    return (machine / "asked").read_text().splitlines()


def test_no_service_is_started_by_an_installation(apt: Path) -> None:
    assert install(apt, "pgbouncer") == [
        "-qq update",
        "refused 101",
        "-qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends pgbouncer",
        "refused 101",
    ]
    assert not [*(apt / "root").rglob("*.d")], "the policy file is removed again"
    assert not [*(apt / "root").rglob("*.conf")]


def test_the_machines_own_policy_is_not_changed(apt: Path) -> None:
    policy = apt / "root" / "usr" / "sbin" / "policy-rc.d"
    program(policy, "exit 0")

    assert "refused 101" not in install(apt, "nginx")
    assert policy.exists()


def test_no_cluster_is_made_by_the_package_of_postgresql(apt: Path) -> None:
    install(apt, "postgresql")

    settings = apt / "root" / "etc" / "postgresql-common" / "createcluster.conf"
    assert settings.read_text() == "create_main_cluster = false\n"


def test_the_machines_own_settings_for_new_clusters_are_not_changed(apt: Path) -> None:
    settings = apt / "root" / "etc" / "postgresql-common" / "createcluster.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text("ssl = on\n")

    install(apt, "postgresql")

    assert settings.read_text() == "ssl = on\n"


def test_a_line_names_a_program_that_apt_cannot_install(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "apt-get", "exit 1")
    (tmp_path / "root" / "usr" / "sbin").mkdir(parents=True)

    said = provided(f"{tmp_path}/bin:{os.defpath}", ROOT=str(tmp_path / "root"))

    assert "There is no Frobnicator on this machine, so what needs it is left out." in said
