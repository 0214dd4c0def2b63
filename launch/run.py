"""`./run`: starts everything, and prints the address of the page."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.environment import Given, Secrets, as_lines, write_private
from launch.lock import locked
from launch.node import with_node
from launch.page import build_page
from launch.paths import PYTHON
from launch.ports import require_free
from launch.postgres import start_postgres
from launch.prepare import ADMIN
from launch.redis_server import start_redis
from launch.services import page_url, product, traffic
from launch.supervisor import Supervisor, supervised

_DAYS = 30


@dataclass(frozen=True)
class Options:
    """The options of ./run.

    `traffic`: None means yes in our own database, and no in a database that was given. That one
    may be a real installation. Simulated rows are written to it only on request.
    """

    port: int
    data: Path
    traffic: bool | None
    setup_only: bool


def run(options: Options) -> int:
    if options.setup_only:
        return supervised(_set_up)
    require_free(options.port)
    given = Given.by(os.environ)
    # A new folder for each start: its files hold sums since the processes started.
    with (
        locked(options.data),
        tempfile.TemporaryDirectory(prefix="rollups-metrics-") as metrics,
    ):
        return supervised(lambda supervisor: _Start(options, given, metrics, supervisor).go())


async def _set_up(supervisor: Supervisor) -> int:
    await _build(supervisor)
    supervisor.printer.say("Everything is installed and built.")
    return 0


async def _build(supervisor: Supervisor) -> None:
    await build_page(supervisor, await with_node(supervisor))


@dataclass(frozen=True)
class _Start:
    options: Options
    given: Given
    metrics: str  # the folder in which web server and worker keep their counts
    supervisor: Supervisor

    @property
    def _own_database(self) -> bool:
        return self.given.database is None

    async def go(self) -> int:
        await _build(self.supervisor)
        secrets = Secrets.of(self.options.data)
        variables = await self._servers(secrets)
        env = {**os.environ, **variables, "PYTHONUNBUFFERED": "1"}
        file = self.options.data / "env"
        write_private(file, as_lines(variables))
        try:
            login = await self._fill(env, secrets)
            return await self._serve(env, login)
        finally:
            file.unlink(missing_ok=True)  # the servers that it names are about to stop

    async def _servers(self, secrets: Secrets) -> dict[str, str]:
        data, given = self.options.data, self.given
        database, cache, broker = given.database, given.cache, given.broker
        if database is None:
            self._say("Starting PostgreSQL ...")
            database = await start_postgres(self.supervisor, data, secrets.database_password)
        if cache is None or broker is None:
            self._say("Starting Redis ...")
            cache, broker = await start_redis(self.supervisor, data)
        return {
            "DATABASE_URL": database,
            "REDIS_URL": cache,
            "CELERY_BROKER_URL": broker,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.secret_key,
            "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS") or "localhost,127.0.0.1",
            "LOG_FORMAT": os.environ.get("LOG_FORMAT") or "text",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL") or "WARNING",
        }

    async def _fill(self, env: Mapping[str, str], secrets: Secrets) -> str:
        """Migrate, fill an empty database, backfill. Gives the sentence on how to sign in."""
        self._say("Migrating ...")
        answer = await self.supervisor.step(
            "Migrating",
            [PYTHON, "-m", "launch.prepare"],
            env={**env, "ADMIN_PASSWORD": secrets.admin_password},
        )
        state = json.loads(answer.splitlines()[-1])
        fill = state["empty"] and (self._own_database or self.options.traffic)
        if fill:
            self._say(f"Simulating {_DAYS} days of conferences (once) ...")
            # Capture handles rows one by one. A backfill handles whole days, which is faster here.
            await self._manage(env, "capture", "off", shown=False)
            await self._manage(env, "simulate", "history", "--days", str(_DAYS))
        # In our own database capture is off if the first start was interrupted.
        if fill or (self._own_database and not state["captured"]):
            await self._manage(env, "capture", "on", shown=False)
        self._say("Backfilling ...")
        await self._manage(env, "backfill")
        if not state["login"]:
            return "Sign in as a user of this database."
        kept = self.options.data / "secrets.json"
        return f"Sign in as {ADMIN} with password {secrets.admin_password} (kept in {kept})."

    async def _serve(self, env: Mapping[str, str], login: str) -> int:
        self._say("Starting web server, worker and beat ...")
        env = {**env, "PROMETHEUS_MULTIPROC_DIR": self.metrics}
        services = product(self.options.port, env)
        asked = self.options.traffic
        live = self._own_database if asked is None else asked
        await self.supervisor.start(*services, *([traffic(env)] if live else []))
        self._say(f"\n  {page_url(self.options.port)}\n  {login}\n  Stop with Ctrl-C.\n")
        return await self.supervisor.serve()

    async def _manage(self, env: Mapping[str, str], *command: str, shown: bool = True) -> None:
        argv = [PYTHON, "manage.py", *command]
        await self.supervisor.step(f"manage.py {command[0]}", argv, env=env, shown=shown)

    def _say(self, text: str) -> None:
        self.supervisor.printer.say(text)
