"""`./test`: every check there is, against servers of its own."""

import argparse
import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

from launch.errors import LaunchError
from launch.node import with_node
from launch.other_postgres import MAJORS, Other, major_of, other_servers
from launch.page import build_page, install_packages
from launch.paths import BIN, PYTHON, ROOT, WEB
from launch.postgres import start_postgres
from launch.programs import CHROMIUM, NGINX, PGBOUNCER, POSTGRESQL, provide
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

# Three for two cores, because many tests wait for other processes.
_SIDE_BY_SIDE = ("--numprocesses", "3", "--dist", "loadfile")

# What runs on every other PostgreSQL, on all of them at once: statements, triggers, JSON, rights.
_ON_EVERY_SERVER = (
    *("tests/pipeline", "tests/changes", "tests/reading", "tests/servers"),
    *(
        f"tests/installation/test_{name}.py"
        for name in ("after_migrate", "beside_peermetrics", "roles")
    ),
    *("tests/proofs/hostile/test_rows.py", "tests/proofs/histories"),
)
_SHORT = {"HISTORIES": "2"}

_USAGE = """./test            every check and test, and a part of the tests on other PostgreSQLs
./test ARGUMENTS              pytest with these arguments
./test --postgres DIR [ARGUMENTS]
                              all tests, or pytest with these arguments, on the PostgreSQL whose
                              programs are in DIR, with its own default settings"""


def test(arguments: Sequence[str]) -> int:
    """Everything, pytest last; with arguments only pytest, with these."""
    parser = argparse.ArgumentParser(usage=_USAGE, add_help=False, allow_abbrev=False)
    parser.add_argument("--postgres", type=lambda folder: Path(folder).absolute())
    given, pytest_arguments = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory(prefix="rollups-test-") as folder:
        data = Path(folder)
        data.chmod(0o711)  # the servers' own user has to pass through it
        return supervised(
            lambda supervisor: _Suite(supervisor, data, given.postgres, pytest_arguments).run()
        )


@dataclass(frozen=True)
class _Suite:
    """`postgres` is the folder of another PostgreSQL's programs; None: the bundled one."""

    supervisor: Supervisor
    data: Path
    postgres: Path | None
    arguments: Sequence[str]

    async def run(self) -> int:
        if self.postgres:
            major_of(self.postgres)  # where there is none, we are told so before anything starts
        env = {
            **await with_node(self.supervisor),
            **await self._servers(self.data, self.postgres),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
        }
        await install_packages(self.supervisor, env)
        await provide(self.supervisor, CHROMIUM, POSTGRESQL, PGBOUNCER, NGINX)
        everything = not self.arguments and not self.postgres
        if everything:
            for check in _CHECKS:
                await self._timed(check, env)
        began = time.monotonic()
        await build_page(self.supervisor, env)
        self._say_seconds("page", began)
        failed = await self._on_other_servers(env) if everything else []
        passed = await self._pytest(self.arguments or _SIDE_BY_SIDE, env)
        for other in failed:
            self._say(f"Tests failed on {other}: see above.")
        return 0 if passed and not failed else 1

    async def _servers(self, data: Path, programs: Path | None) -> dict[str, str]:
        """Start a PostgreSQL and a Redis; the variables that lead to them."""
        cache, broker = await start_redis(self.supervisor, data)
        database = await start_postgres(
            self.supervisor,
            data,
            secrets.token_urlsafe(),
            durable=False,
            tuned=programs is None,
            programs=programs,
        )
        named = {"POSTGRES_PROGRAMS": str(programs)} if programs else {}
        urls = {"DATABASE_URL": database, "REDIS_URL": cache, "CELERY_BROKER_URL": broker}
        return {**urls, **named}

    async def _on_other_servers(self, env: Mapping[str, str]) -> list[Other]:
        """Those on which tests fail."""
        others = await self._others()
        passed = await asyncio.gather(*(self._passes(other, env) for other in others))
        return [other for other, good in zip(others, passed, strict=True) if not good]

    async def _others(self) -> list[Other]:
        others = await other_servers(self.supervisor)
        missing = set(MAJORS) - {other.major for other in others}
        if missing and os.environ.get("CI") == "true":
            raise LaunchError("Not every PostgreSQL that is supported can be tested on: see above.")
        return others

    async def _passes(self, other: Other, env: Mapping[str, str]) -> bool:
        began = time.monotonic()
        data = self.data / f"postgres-{other.major}"
        data.mkdir(mode=0o711)
        there = {**env, **_SHORT, **await self._servers(data, other.programs)}
        argv = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", *_ON_EVERY_SERVER]
        try:
            said = await self.supervisor.step("pytest", argv, env=there, stop_signal=SIGINT)
        except StepError as error:
            self._say(f"{other}:\n{error}")
            return False
        self._say(f"{other}: {said.splitlines()[-1]}")
        self._say_seconds(f"PostgreSQL {other.major}", began)
        return True

    async def _timed(self, check: Check, env: Mapping[str, str]) -> None:
        began = time.monotonic()
        await self.supervisor.step(check.name, check.argv, env=env, cwd=check.cwd)
        self._say_seconds(check.name, began)

    async def _pytest(self, arguments: Sequence[str], env: Mapping[str, str]) -> bool:
        argv = [PYTHON, "-m", "pytest", *arguments]
        try:
            # Ctrl-C, unlike TERM, lets fixtures stop the processes that they have started.
            await self.supervisor.step("pytest", argv, env=env, shown=True, stop_signal=SIGINT)
        except StepError:
            return False
        return True

    def _say_seconds(self, name: str, began: float) -> None:
        self._say(f"{name:<16} {time.monotonic() - began:6.1f} s")

    def _say(self, text: str) -> None:
        self.supervisor.printer.say(text)
