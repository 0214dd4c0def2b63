"""What is checked before the tests run: style, types, migrations, and that the page builds."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.page import build_page, install_packages
from launch.paths import BIN, PYTHON, ROOT, WEB
from launch.supervisor import Supervisor


@dataclass(frozen=True)
class Check:
    name: str
    argv: Sequence[str]
    cwd: Path = ROOT


_OF_PYTHON = (
    Check("ruff check", [str(BIN / "ruff"), "check"]),
    Check("ruff format", [str(BIN / "ruff"), "format", "--check"]),
    Check("import-linter", [str(BIN / "lint-imports")]),
    Check("mypy", [str(BIN / "mypy")]),
    Check("manage.py check", [PYTHON, "manage.py", "check"]),
    Check("makemigrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
)
_OF_THE_PAGE = (
    Check("eslint", ["npm", "run", "lint"], WEB),
    Check("prettier", ["npm", "run", "format:check"], WEB),
    Check("vue-tsc", ["npm", "run", "typecheck"], WEB),
    Check("vitest", ["npm", "run", "test"], WEB),
)


async def run_checks(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """Run those of Python beside those of the page. Each prints how long it took.

    The first that fails raises a StepError.
    """
    await install_packages(supervisor, env)
    await asyncio.gather(
        _one_by_one(supervisor, _OF_PYTHON, env),
        _one_by_one(supervisor, _OF_THE_PAGE, env),
    )


async def timed_build(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    began = time.monotonic()
    await build_page(supervisor, env)
    say_seconds(supervisor, "page", began)


def say_seconds(supervisor: Supervisor, name: str, began: float) -> None:
    supervisor.printer.say(f"{name:<16} {time.monotonic() - began:6.1f} s")


async def _one_by_one(
    supervisor: Supervisor, checks: Sequence[Check], env: Mapping[str, str]
) -> None:
    for check in checks:
        began = time.monotonic()
        await supervisor.step(check.name, check.argv, env=env, cwd=check.cwd)
        say_seconds(supervisor, check.name, began)
