"""The PostgreSQLs that the tests run on. The oldest of them is the oldest supported."""

import asyncio
import io
import re
from pathlib import Path

import pytest
from django.db import connection

from launch.errors import LaunchError
from launch.other_postgres import MAJORS, Other, major_of, other_servers
from launch.output import Printer
from launch.paths import ROOT
from launch.postgres import postgres_programs
from launch.supervisor import Supervisor

pytestmark = pytest.mark.servers


def servers(folder: Path) -> list[Other]:
    async def found() -> list[Other]:
        return await other_servers(Supervisor(Printer(io.StringIO())), folder)

    return asyncio.run(found())


def make_programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return folder


def test_the_oldest_version_that_is_tested_is_the_oldest_that_is_supported() -> None:
    supported = re.search(r"PostgreSQL (\d+) or newer", (ROOT / "docs/installing.md").read_text())

    assert supported
    assert int(supported[1]) == MAJORS[0]
    assert connection.features.minimum_database_version == (MAJORS[0],)


def test_the_machines_own_servers_are_taken_before_wheels(tmp_path: Path) -> None:
    own = [
        Other(15, make_programs(tmp_path / "15" / "bin", "15.18 (Debian 15.18-0+deb12u1)")),
        Other(16, make_programs(tmp_path / "16" / "bin", "16.3")),
        Other(17, make_programs(tmp_path / "17" / "bin", "17rc1")),
        Other(19, make_programs(tmp_path / "19" / "bin", "19beta1")),
    ]
    make_programs(tmp_path / "14" / "bin", "14.2")
    (tmp_path / "13" / "bin").mkdir(parents=True)  # only the client is installed

    assert servers(tmp_path) == own


def test_a_wheel_serves_where_the_machine_has_no_server_of_that_version(tmp_path: Path) -> None:
    make_programs(tmp_path / "15" / "bin", "15.18")
    make_programs(tmp_path / "16" / "bin", "16.3")

    *_, last = servers(tmp_path)

    assert last.major == major_of(last.programs) == 17
    assert {"initdb", "psql", "pg_dump"} <= {file.name for file in last.programs.iterdir()}


def test_a_folder_without_postgresql_is_named_with_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as caught:
        major_of(tmp_path)

    assert str(caught.value) == (
        f"There is no PostgreSQL in {tmp_path}: No such file or directory. Name the folder that "
        "holds initdb and postgres, for example /usr/lib/postgresql/15/bin."
    )


def test_the_environment_may_name_the_postgresql_that_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_PROGRAMS", str(tmp_path))

    assert postgres_programs() == tmp_path
