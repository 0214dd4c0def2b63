"""`./test`: every check and every test, on servers of its own."""

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

from launch.checks import run_checks, say_seconds, timed_build
from launch.errors import LaunchError
from launch.node import with_node
from launch.oldest_redis import oldest_redis
from launch.other_postgres import MAJORS, Other, major_of, other_servers
from launch.paths import PYTHON
from launch.postgres import start_postgres
from launch.programs import CHROMIUM, NGINX, PGBOUNCER, POSTGRESQL, WRK, provide
from launch.redis_server import start_redis
from launch.supervisor import StepError, Supervisor, supervised

# Three for two cores, because many tests wait for other processes.
_SIDE_BY_SIDE = ("--numprocesses", "3", "--dist", "loadfile", "--no-loadscope-reorder")

# These run on every other PostgreSQL: statements, triggers, rights.
_ON_EVERY_SERVER = (
    *("tests/pipeline/test_capture.py", "tests/pipeline/test_refresh.py"),
    *("tests/installation/test_roles.py", "tests/proofs/histories"),
)
# These run on the oldest PostgreSQL in place of those, with the oldest Redis: also JSON, scripts in
# Lua, rate limits. What the oldest and the bundled server agree on, those between do too.
_ON_THE_OLDEST = (
    *("tests/pipeline", "tests/changes", "tests/reading", "tests/servers"),
    *(
        f"tests/installation/test_{name}.py"
        for name in ("after_migrate", "beside_peermetrics", "roles")
    ),
    *("tests/proofs/hostile/test_rows.py", "tests/proofs/histories"),
    *("tests/cache/test_answers.py", "tests/cache/test_warm.py"),
    *("tests/api/access/test_throttles.py", "tests/api/access/test_credential_cache.py"),
    "tests/api/test_hits.py",
)
_SHORT = {"HISTORIES": "2"}

_USAGE = """./test            every check and test, and a part of the tests on other PostgreSQLs
./test ARGUMENTS              pytest with these arguments
./test --postgres DIR [ARGUMENTS]
                              all tests, or pytest with these arguments, on the PostgreSQL whose
                              programs are in DIR, with its own default settings"""


def test(arguments: Sequence[str]) -> int:
    """Run every check and test, or only pytest if it is given arguments. Gives the exit code."""
    parser = argparse.ArgumentParser(usage=_USAGE, add_help=False, allow_abbrev=False)
    parser.add_argument("--postgres", type=lambda folder: Path(folder).absolute())
    given, pytest_arguments = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory(prefix="rollups-test-") as folder:
        data = Path(folder)
        data.chmod(0o711)  # the user that the servers run as must be able to enter it
        return supervised(
            lambda supervisor: _Suite(supervisor, data, given.postgres, pytest_arguments).run()
        )


@dataclass(frozen=True)
class _Suite:
    """`postgres` is the folder of another PostgreSQL's programs. None means that of the wheel."""

    supervisor: Supervisor
    data: Path
    postgres: Path | None
    arguments: Sequence[str]

    async def run(self) -> int:
        if self.postgres:
            major_of(self.postgres)  # an error of this path comes before anything starts
        env = {
            **await with_node(self.supervisor),
            **await self._servers(self.data, self.postgres),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
        }
        await provide(self.supervisor, CHROMIUM, POSTGRESQL, PGBOUNCER, NGINX, WRK)
        everything = not self.arguments and not self.postgres
        if everything:
            await run_checks(self.supervisor, env)
        await timed_build(self.supervisor, env)
        if not everything:
            return 0 if await self._pytest(self.arguments or _SIDE_BY_SIDE, env) else 1
        others, redis = await self._others()
        # Many tests wait for other processes. Meanwhile the other servers have the cores.
        passed, failed = await asyncio.gather(
            self._pytest(_SIDE_BY_SIDE, env), self._on_other_servers(others, redis, env)
        )
        for other in failed:
            self._say(f"Tests failed on {other}: see above.")
        return 0 if passed and not failed else 1

    async def _servers(
        self, data: Path, programs: Path | None, redis: Path | None = None
    ) -> dict[str, str]:
        """Start a PostgreSQL and a Redis. Gives the variables that lead to them."""
        cache, broker = await start_redis(self.supervisor, data, redis)
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

    async def _on_other_servers(
        self, others: Sequence[Other], redis: Path | None, env: Mapping[str, str]
    ) -> list[Other]:
        """Run tests on them, on one after the other. Gives those on which tests fail."""
        return [
            other
            for other in others
            if not await self._passes(other, redis if other.major == MAJORS[0] else None, env)
        ]

    async def _others(self) -> tuple[list[Other], Path | None]:
        """The other PostgreSQLs, and the oldest Redis. In CI none of them may be missing."""
        others, redis = await other_servers(self.supervisor), await oldest_redis(self.supervisor)
        missing = set(MAJORS) - {other.major for other in others}
        if (missing or not redis) and os.environ.get("CI") == "true":
            raise LaunchError("Not every server that is supported can be tested on: see above.")
        return others, redis

    async def _passes(self, other: Other, redis: Path | None, env: Mapping[str, str]) -> bool:
        """Run tests on `other`, and on `redis` if that is given. Gives whether they pass."""
        began = time.monotonic()
        data = self.data / f"postgres-{other.major}"
        data.mkdir(mode=0o711)
        there = {**env, **_SHORT, **await self._servers(data, other.programs, redis)}
        tests = _ON_THE_OLDEST if other.major == MAJORS[0] else _ON_EVERY_SERVER
        argv = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        try:
            said = await self.supervisor.step("pytest", argv, env=there, stop_signal=SIGINT)
        except StepError as error:
            self._say(f"{other}:\n{error}")
            return False
        self._say(f"{other}: {said.splitlines()[-1]}")
        say_seconds(self.supervisor, f"PostgreSQL {other.major}", began)
        return True

    async def _pytest(self, arguments: Sequence[str], env: Mapping[str, str]) -> bool:
        argv = [PYTHON, "-m", "pytest", *arguments]
        try:
            # SIGINT, unlike SIGTERM, lets fixtures stop the processes that they started.
            await self.supervisor.step("pytest", argv, env=env, shown=True, stop_signal=SIGINT)
        except StepError:
            return False
        return True

    def _say(self, text: str) -> None:
        self.supervisor.printer.say(text)
