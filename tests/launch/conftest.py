"""Starts real processes, as a person does, and leaves none running."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import psycopg2
import pytest

from launch.paths import ROOT
from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Started:
    """A running `python -m tests.launch.servers`, and the addresses that it printed."""

    process: subprocess.Popen[str]
    database: str
    cache: str

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(self.database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


class Start(Protocol):
    """Starts servers on a data directory. `extra` holds more environment variables."""

    def __call__(self, data: Path, extra: Mapping[str, str] = ...) -> Started: ...


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def _start(data: Path, extra: Mapping[str, str] = MappingProxyType({})) -> Started:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.launch.servers", str(data)],
            cwd=ROOT,
            env={**os.environ, **extra},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        said = json.loads(process.stdout.readline())
        return Started(process, said["database"], said["cache"])

    yield _start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def processes_of(data: Path) -> set[int]:
    """The running processes that name `data` in their command line, or work in it."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _is_of(entry, str(data)):
            found.add(int(entry.name))
    return found


def _is_of(entry: Path, data: str) -> bool:
    try:
        words = (entry / "cmdline").read_text().split("\0")
        return data in words or (entry / "cwd").readlink().is_relative_to(data)
    except OSError:
        return False


def none_left(data: Path, others: set[int]) -> bool:
    """True if all processes of `data`, and `others`, end within PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        alive = processes_of(data) | {pid for pid in others if Path(f"/proc/{pid}").exists()}
        if not alive:
            return True
        time.sleep(0.05)
    return False


def children_of(pid: int) -> set[int]:
    """The processes that a process started itself."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the process has ended meanwhile
            found.update(map(int, task.read_text().split()))
    return found


def descendants_of(pid: int) -> set[int]:
    children = children_of(pid)
    return children.union(*map(descendants_of, children))
