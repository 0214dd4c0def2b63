"""`./test`: every check there is, against servers of its own."""

import secrets
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

from launch.browser import find_chromium
from launch.node import with_node
from launch.page import build_page, install_packages
from launch.paths import BIN, PYTHON, ROOT, WEB
from launch.postgres import start_postgres
from launch.redis_server import start_redis
from launch.supervisor import StepError, Supervisor, supervised


@dataclass(frozen=True)
class Check:
    name: str
    argv: Sequence[str]
    cwd: Path = ROOT


_CHECKS = [
    Check("ruff check", [str(BIN / "ruff"), "check"]),
    Check("ruff format", [str(BIN / "ruff"), "format", "--check"]),
    Check("mypy", [str(BIN / "mypy")]),
    Check("manage.py check", [PYTHON, "manage.py", "check"]),
    Check("makemigrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    Check("eslint", ["npm", "run", "lint"], WEB),
    Check("prettier", ["npm", "run", "format:check"], WEB),
    Check("vue-tsc", ["npm", "run", "typecheck"], WEB),
    Check("vitest", ["npm", "run", "test"], WEB),
]

# The two groups of tests that tests/conftest.py makes.
_SIDE_BY_SIDE = ("--numprocesses", "2", "--dist", "loadscope")


def test(pytest_arguments: Sequence[str]) -> int:
    """Everything, pytest last; with arguments only pytest, with these."""
    with tempfile.TemporaryDirectory(prefix="rollups-test-") as folder:
        data = Path(folder)
        data.chmod(0o711)  # the servers' own user has to pass through it
        return supervised(lambda supervisor: _test(supervisor, data, pytest_arguments))


async def _test(supervisor: Supervisor, data: Path, pytest_arguments: Sequence[str]) -> int:
    env = {**await with_node(supervisor), **await _servers(supervisor, data)}
    await install_packages(supervisor, env)
    chromium = await find_chromium(supervisor)
    if chromium:
        env["CHROMIUM"] = chromium
    if not pytest_arguments:
        for check in _CHECKS:
            await _timed(supervisor, check, env)
    began = time.monotonic()
    await build_page(supervisor, env)
    _say_seconds(supervisor, "page", began)
    return await _pytest(supervisor, pytest_arguments, env)


async def _servers(supervisor: Supervisor, data: Path) -> dict[str, str]:
    database = await start_postgres(supervisor, data, secrets.token_urlsafe(), durable=False)
    cache, broker = await start_redis(supervisor, data)
    return {
        "DATABASE_URL": database,
        "REDIS_URL": cache,
        "CELERY_BROKER_URL": broker,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
    }


async def _timed(supervisor: Supervisor, check: Check, env: Mapping[str, str]) -> None:
    began = time.monotonic()
    await supervisor.step(check.name, check.argv, env=env, cwd=check.cwd)
    _say_seconds(supervisor, check.name, began)


def _say_seconds(supervisor: Supervisor, name: str, began: float) -> None:
    supervisor.printer.say(f"{name:<16} {time.monotonic() - began:6.1f} s")


async def _pytest(supervisor: Supervisor, arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Its closing line is the last that is printed, whatever it says."""
    argv = [PYTHON, "-m", "pytest", *(arguments or _SIDE_BY_SIDE)]
    try:
        # Ctrl-C, unlike TERM, lets fixtures stop the processes that they have started.
        await supervisor.step("pytest", argv, env=env, shown=True, stop_signal=SIGINT)
    except StepError:
        return 1
    return 0
