"""Processes of the test: started, stopped, suspended and killed by their ids."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from launch.paths import ROOT
from launch.process import tied
from launch.supervisor import Service
from tests.launch.conftest import descendants_of
from tests.waiting import PATIENCE, until


def environment() -> dict[str, str]:
    """The environment for processes that work on the test's database and Redis."""
    given = connection.settings_dict
    user = given["USER"] + (f":{given['PASSWORD']}" if given["PASSWORD"] else "")
    url = f"postgresql://{user}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL}


def own_cache() -> str:
    """A third Redis database, beside cache and broker of the test. No other test empties it."""
    cache = urlsplit(settings.REDIS_URL)
    return cache._replace(path=f"/{int(cache.path.strip('/')) + 2}").geturl()


@contextmanager
def running(services: Sequence[Service], logs: Path) -> Iterator[None]:
    """The services run until the block ends. Each writes its output to a file in `logs`."""
    with ExitStack() as stack:
        for service in services:
            process = Process(service, logs / service.name)
            stack.callback(process.stop)
            process.start()
        yield


class Process:
    """Runs a service, repeatedly if needed. The output of all runs goes to `log`."""

    def __init__(self, service: Service, log: Path) -> None:
        self._service = service
        self._log = log
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def start(self) -> None:
        """Start the service and wait until it is ready."""
        service = self._service
        with tempfile.TemporaryFile() as stdin, self._log.open("ab") as log:
            stdin.write(service.stdin.encode())
            stdin.seek(0)
            self._running = subprocess.Popen(
                [*service.become, *tied(service.argv, service.stop_signal)],
                cwd=ROOT,
                env=service.env,
                stdin=stdin,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only the test, which then stops this
            )
        until(self._is_ready, lambda: f"{service.name} is not ready:\n{self.said()}")

    def _is_ready(self) -> bool:
        assert self.runs, f"{self._service.name} ended:\n{self.said()}"
        return self._service.ready()

    def stop(self) -> None:
        """Stop it by the service's own signal."""
        if self._running is None:
            return
        self._signal([self._running.pid], self._service.stop_signal)
        try:
            self._running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """Kill it and all its descendants by SIGKILL, like a failing machine."""
        if self._running is None:
            return
        self._signal(self.family(), signal.SIGKILL)
        self._running.wait()

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Until the block ends, it and all its descendants are suspended."""
        family = self.family()
        self._signal(family, signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(family, signal.SIGCONT)

    def children(self) -> list[int]:
        return self.family()[1:]

    def family(self) -> list[int]:
        """Its process id, then the ids of its descendants."""
        assert self._running is not None
        return [self._running.pid, *sorted(descendants_of(self._running.pid))]

    @staticmethod
    def _signal(pids: list[int], number: signal.Signals) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
