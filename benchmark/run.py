"""`./bench`: starts the servers, fills the database, runs the measures, prints the table.

A measure runs with as little beside it as it needs: first only the servers run, then also the web
server, in the end worker and beat too. The product's processes are those of ./run.
"""

import json
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmark import database, machine, rows, table
from benchmark.measures import MEASURES, NOTHING, PHASES, PRODUCT, WEB
from benchmark.rows import Measured
from launch.lock import locked
from launch.node import with_node
from launch.other_postgres import major_of
from launch.page import build_page
from launch.paths import BIN, PYTHON, ROOT
from launch.ports import LOOPBACK, free_port
from launch.postgres import postgres_programs, start_postgres
from launch.programs import CHROMIUM, WRK, Program, provide
from launch.redis_server import start_redis
from launch.services import product
from launch.supervisor import Service, Supervisor, supervised

_DAYS = 30
_PROGRAMS: Mapping[str, Program] = {"wrk": WRK, "chromium": CHROMIUM}
_NO_LIMIT = str(10**9)


@dataclass(frozen=True)
class Options:
    """`postgres`: the URL of an empty database, or a folder with the programs of a PostgreSQL.

    None means the bundled one.
    """

    scale: int
    postgres: str | Path | None
    names: tuple[str, ...]
    json: Path | None
    markdown: bool
    keep: bool


def run(options: Options) -> int:
    """Gives the exit code: 0 if no measure failed, whether or not targets are reached."""
    with _folders(options) as (data, scratch):
        return supervised(lambda supervisor: _Bench(options, data, scratch, supervisor).go())


@contextmanager
def _folders(options: Options) -> Iterator[tuple[Path, Path]]:
    """The folder of PostgreSQL's data, and one for files of this run."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rollups-bench-")))
        scratch.chmod(0o711)  # the user that the servers run as must be able to enter it
        data = scratch
        if options.keep:
            major = major_of(_programs(options) or postgres_programs())
            data = ROOT / ".local" / "bench" / f"postgresql-{major}-{options.scale}"
            stack.enter_context(locked(data))
        yield data, scratch


def _programs(options: Options) -> Path | None:
    return options.postgres if isinstance(options.postgres, Path) else None


@dataclass(frozen=True)
class _Bench:
    options: Options
    data: Path
    scratch: Path
    supervisor: Supervisor

    async def go(self) -> int:
        wanted = {one.beside for one in MEASURES if one.name in self.options.names}
        await build_page(self.supervisor, await with_node(self.supervisor))
        await provide(self.supervisor, *_PROGRAMS.values())
        env = await self._servers()
        await self._fill(env)
        ports = await self._web(env) if wanted - {NOTHING} else (0, 0)
        await self._measure(WEB, env, ports)
        if PRODUCT in wanted:
            self._say("Starting worker and beat ...")
            services = product(ports[0], self._of_product(env))[1:]
            await self.supervisor.start(*map(self._logged, services))
            await self._measure(PRODUCT, env, ports)
        measured = [one for phase in PHASES for one in rows.read(self._results(phase))]
        self._report(measured, env)
        return 1 if any(one.failed for one in measured) else 0

    async def _servers(self) -> dict[str, str]:
        self._say("Starting PostgreSQL and Redis ...")
        cache, broker = await start_redis(self.supervisor, self.data)
        url = self.options.postgres
        if not isinstance(url, str):
            programs = _programs(self.options)
            password = database.password_in(self.data)
            url = await start_postgres(
                self.supervisor, self.data, password, tuned=programs is None, programs=programs
            )
        return {
            **os.environ,
            "DATABASE_URL": url,
            "REDIS_URL": cache,
            "CELERY_BROKER_URL": broker,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": LOOPBACK,
            "LOG_FORMAT": "text",
            "LOG_LEVEL": "ERROR",
            "RATE_LIMIT_PER_MINUTE": _NO_LIMIT,
            "PYTHONUNBUFFERED": "1",
        }

    async def _fill(self, env: Mapping[str, str]) -> None:
        """Fill or restore the database, and backfill. Measures of the phase NOTHING run before."""
        url = env["DATABASE_URL"]
        today = datetime.now(UTC).date()
        restored = self.options.keep and database.restore(url, today)
        await self._manage(env, "migrate", "--verbosity", "0")
        if not restored:
            database.require_empty(url)
            self._say(f"Simulating {self.options.scale:,} conferences of {_DAYS} days ...")
            # Capture handles rows one by one. A backfill handles whole days.
            await self._manage(env, "capture", "off")
            history = ("--days", str(_DAYS), "--conferences", str(self.options.scale))
            await self._manage(env, "simulate", "history", *history)
            await self._manage(env, "capture", "on")
        await self._measure(NOTHING, env, (0, 0))
        await self._manage(env, "backfill")
        if self.options.keep and not restored:
            database.keep(url, today)

    async def _web(self, env: Mapping[str, str]) -> tuple[int, int]:
        """Start the product's web server, and the bare view in another. Gives their ports."""
        port, bare_port = free_port(), free_port()
        (self.scratch / "metrics").mkdir()
        web = product(port, self._of_product(env))[0]
        bare = Service(
            name="bare",
            argv=[str(BIN / "gunicorn"), "benchmark.bare", *_same_options(web, bare_port)],
            env={**env, "BENCH_ANSWER": str(self.scratch / "answer.json")},
        )
        await self.supervisor.start(self._logged(web), self._logged(bare))
        return port, bare_port

    def _logged(self, service: Service) -> Service:
        """Its output goes to a file. If it ends by itself, the error shows the last lines."""
        return replace(service, log=self.scratch / f"{service.name}.log")

    def _of_product(self, env: Mapping[str, str]) -> dict[str, str]:
        return {**env, "PROMETHEUS_MULTIPROC_DIR": str(self.scratch / "metrics")}

    async def _measure(self, phase: str, env: Mapping[str, str], ports: tuple[int, int]) -> None:
        """Run the measures of the phase in a process of their own. It has Django."""
        names = [
            one.name for one in MEASURES if one.beside == phase and one.name in self.options.names
        ]
        if not names:
            return
        file = self.scratch / f"{phase}.json"
        given = {
            "names": names,
            "scale": self.options.scale,
            "folder": str(self.scratch),
            "port": ports[0],
            "bare_port": ports[1],
            "programs": {n: path for n, one in _PROGRAMS.items() if (path := one.find())},
            "results": str(self._results(phase)),
        }
        file.write_text(json.dumps(given))
        argv = [PYTHON, "-m", "benchmark.measuring", str(file)]
        await self.supervisor.step("Measuring", argv, env=env, shown=True)

    def _results(self, phase: str) -> Path:
        return self.scratch / f"{phase}-measured.json"

    def _report(self, measured: Sequence[Measured], env: Mapping[str, str]) -> None:
        """Print what was measured, and write it as JSON."""
        about = machine.facts(env["DATABASE_URL"], WRK.find())
        about = {**about, "conferences": self.options.scale}
        self._say("\n" + table.head(about))
        self._say((table.markdown if self.options.markdown else table.text)(measured))
        if self.options.json:
            whole = {"machine": about, "measures": [one.as_json() for one in measured]}
            self.options.json.write_text(json.dumps(whole, indent=2) + "\n")

    async def _manage(self, env: Mapping[str, str], *command: str) -> None:
        argv = [PYTHON, "manage.py", *command]
        await self.supervisor.step(f"manage.py {command[0]}", argv, env=env)

    def _say(self, text: str) -> None:
        self.supervisor.printer.say(text)


def _same_options(web: Service, port: int) -> Sequence[str]:
    """The options of the product's web server, with another port."""
    after = list(web.argv[2:])
    after[after.index("--bind") + 1] = f"{LOOPBACK}:{port}"
    return after
