"""The product's processes, started as in production and stopped by their ids."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from launch.paths import ROOT
from launch.supervisor import Service


def environment() -> dict[str, str]:
    """What other processes must see to work on the test's database and Redis."""
    given = connection.settings_dict
    user = given["USER"] + (f":{given['PASSWORD']}" if given["PASSWORD"] else "")
    url = f"postgresql://{user}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL}


@contextmanager
def running(services: Sequence[Service], logs: Path) -> Iterator[None]:
    """The services run until the block ends; what they say is in `logs`, a file for each."""
    processes = [_start(service, logs) for service in services]
    try:
        for service, process in zip(services, processes, strict=True):
            _wait_until_ready(service, process, logs)
        yield
    finally:
        for service, process in zip(services, processes, strict=True):
            process.send_signal(service.stop_signal)
        for service, process in zip(services, processes, strict=True):
            _wait_until_gone(service, process)


def _start(service: Service, logs: Path) -> subprocess.Popen[bytes]:
    with (logs / service.name).open("wb") as log:
        return subprocess.Popen(
            service.argv, cwd=ROOT, env=service.env, stdout=log, stderr=subprocess.STDOUT
        )


def _wait_until_ready(service: Service, process: subprocess.Popen[bytes], logs: Path) -> None:
    deadline = time.monotonic() + service.start_within
    while not service.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            said = (logs / service.name).read_text()
            raise RuntimeError(f"{service.name} did not start (exit {process.poll()}):\n{said}")
        time.sleep(0.1)


def _wait_until_gone(service: Service, process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(service.stop_within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
