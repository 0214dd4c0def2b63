"""Starts services in order, runs steps beside them, and stops everything in the end.

It is our own because honcho's Manager starts all processes at once and waits for none to be ready.
It stops all at once, with SIGTERM. PostgreSQL then waits for its clients until it is killed.
"""

import asyncio
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Never

from launch.errors import LaunchError
from launch.output import Printer, Pump
from launch.paths import ROOT
from launch.process import spawn, stop

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Service:
    """A process that runs until it is stopped.

    `become` goes before the command line and makes it run as another user. `ready` asks once
    whether it answers, and must not raise. `log`: the file for its output, which goes to the
    terminal otherwise. `stdin`: what it reads from standard input. Times are in seconds.
    """

    name: str
    argv: Sequence[str]
    become: Sequence[str] = ()
    ready: Callable[[], bool] = lambda: True
    env: Mapping[str, str] | None = None
    log: Path | None = None
    stdin: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    start_within: float = 60
    stop_within: float = 20


class StepError(LaunchError):
    """A step wrote `output` and ended with `code`."""

    def __init__(self, name: str, code: int, output: str) -> None:
        super().__init__(f"{output}{name} failed with exit code {code}.")
        self.code = code


@dataclass
class Supervisor:
    printer: Printer
    _running: list[list[tuple[Service, asyncio.subprocess.Process]]] = field(default_factory=list)
    _watches: list[asyncio.Task[None]] = field(default_factory=list)
    _pumps: list[Pump] = field(default_factory=list)
    _stopping: bool = False
    _serving: bool = False

    def __post_init__(self) -> None:
        loop = asyncio.get_running_loop()
        # The exit code after a signal, or the error that stops everything.
        self._ended: asyncio.Future[int | LaunchError] = loop.create_future()

    async def start(self, *services: Service) -> None:
        """Start services together and wait until all are ready. They stop together, too."""
        group: list[tuple[Service, asyncio.subprocess.Process]] = []
        self._running.append(group)
        for service in services:
            process = await self._launch(service)
            group.append((service, process))
            self._watches.append(asyncio.create_task(self._watch(service, process)))
        for service in services:
            await _until_ready(service)

    async def step(
        self,
        name: str,
        argv: Sequence[str],
        *,
        become: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        shown: bool = False,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> str:
        """Run a process to its end. Gives its output, unless `shown` lets it use the terminal."""
        with tempfile.TemporaryFile() as file:
            process = await spawn(
                argv,
                become=become,
                stop_signal=stop_signal,
                cwd=cwd,
                env=env,
                stdin=None if shown else subprocess.DEVNULL,
                output=None if shown else file,
            )
            try:
                code = await process.wait()
            finally:
                await stop(process, stop_signal, within=10)
            file.seek(0)
            output = file.read().decode(errors="replace")
        if code:
            raise StepError(name, code, output)
        return output

    async def serve(self) -> Never:
        """Wait for a signal. From here on the exit code after a signal is 0."""
        self._serving = True
        while True:
            await asyncio.sleep(3600)

    async def run(self, work: Callable[["Supervisor"], Awaitable[int]]) -> int:
        """Do `work`, then stop everything that it started. Gives the exit code of the work.

        After a signal it is 128 and the signal's number, or 0 if `serve` was reached.
        """
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._signalled, number)
        task = asyncio.ensure_future(work(self))
        try:
            either: set[asyncio.Future[Any]] = {task, self._ended}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return await self._outcome(task)
        finally:
            await self._stop_all()

    async def _outcome(self, task: asyncio.Future[int]) -> int:
        if not self._ended.done():
            return await task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        end = self._ended.result()
        if isinstance(end, LaunchError):
            raise end
        return end

    async def _launch(self, service: Service) -> asyncio.subprocess.Process:
        with tempfile.TemporaryFile() as stdin:
            stdin.write(service.stdin.encode())
            stdin.seek(0)
            if service.log:
                with service.log.open("wb") as log:
                    return await self._spawn(service, stdin.fileno(), log.fileno())
            pump = Pump(service.name, self.printer)
            self._pumps.append(pump)
            try:
                return await self._spawn(service, stdin.fileno(), pump.sink)
            finally:
                pump.close_sink()

    async def _spawn(self, service: Service, stdin: int, output: int) -> asyncio.subprocess.Process:
        return await spawn(
            service.argv,
            become=service.become,
            stop_signal=service.stop_signal,
            env=service.env,
            stdin=stdin,
            output=output,
        )

    async def _watch(self, service: Service, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        if self._stopping or self._ended.done():
            return
        self._ended.set_result(
            LaunchError(
                f"{_tail(service.log)}{service.name} ended by itself with exit code {code}, "
                "so everything was stopped."
            )
        )

    def _signalled(self, number: signal.Signals) -> None:
        if not self._ended.done():
            self.printer.say(f"\n{number.name}: stopping ...")
            self._ended.set_result(0 if self._serving else 128 + number)

    async def _stop_all(self) -> None:
        self._stopping = True
        for group in reversed(self._running):
            await asyncio.gather(
                *(stop(process, of.stop_signal, of.stop_within) for of, process in group)
            )
        await asyncio.gather(*self._watches)
        for pump in self._pumps:
            pump.finish()


async def _until_ready(service: Service) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + service.start_within
    while not service.ready():
        if loop.time() > deadline:
            raise LaunchError(
                f"{_tail(service.log)}{service.name} did not answer within "
                f"{service.start_within:.0f} s."
            )
        await asyncio.sleep(0.05)


def _tail(log: Path | None) -> str:
    """The last lines of a log, to put before a message."""
    if log is None:
        return ""
    return "".join(log.read_text(errors="replace").splitlines(keepends=True)[-15:])


def supervised(work: Callable[[Supervisor], Awaitable[int]]) -> int:
    """Do `work` with a supervisor, then stop everything. Gives the exit code."""

    async def main() -> int:
        return await Supervisor(Printer(sys.stdout)).run(work)

    return asyncio.run(main())
