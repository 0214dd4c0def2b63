"""What the tests of the system checks share: declarations and SQL files that they may change."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core import checks

from rollups import statistics
from rollups.definitions import registry, sql

Declare = Callable[..., None]


@pytest.fixture
def declare() -> Iterator[Declare]:
    """Register today's declarations with some of them changed."""

    def register(**changes: Any) -> None:
        registry.register(replace(statistics.DECLARED, **changes))

    yield register
    statistics.register()


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the rooms of the statistics, whose SQL files are read instead."""
    copy = tmp_path / "statistics"
    shutil.copytree(sql.STATISTICS, copy)
    monkeypatch.setattr(sql, "STATISTICS", copy)
    _forget()
    yield copy
    _forget()


@pytest.fixture
def found() -> Callable[[], list[str]]:
    """What the system checks find of ours: of each error, what is wrong and how to mend it."""

    def run() -> list[str]:
        errors = [one for one in checks.run_checks() if one.id == "rollups.E001"]
        return [f"{one.msg} {one.hint}" for one in errors]

    return run


def _forget() -> None:
    """Let the files be read again."""
    for function in (sql.paths, sql.sql_of, sql.functions):
        function.cache_clear()
