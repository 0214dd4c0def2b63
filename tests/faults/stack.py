"""Everything that runs in production, on servers of the test, with live traffic."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg2
import psycopg2.extensions
from django.core.management import call_command
from django.db import connections

from launch.ports import free_port
from launch.services import product, traffic
from launch.supervisor import Service
from rollups.pipeline import backfill
from tests.faults.servers import Postgres, Redis
from tests.process import Process

RATE = "300"  # conferences a minute, a dozen statements each


@dataclass(frozen=True)
class Stack:
    """The servers, the product's processes, and PeerMetrics' traffic."""

    folder: Path
    postgres: Postgres
    redis: Redis
    web: Process
    worker: Process
    beat: Process
    traffic: Process
    port: int
    env: dict[str, str]

    def start(self) -> None:
        """Start all that does not run."""
        for process in self._processes:
            if not process.runs:
                process.start()

    def kill(self) -> None:
        for process in reversed(self._processes):
            process.kill()

    @property
    def _processes(self) -> tuple[Process, ...]:
        product = (self.web, self.worker, self.beat)
        return (self.postgres, self.redis, *product, self.traffic)

    def another(self, service: Service) -> Process:
        """One more process. The test has to stop it."""
        return Process(replace(service, env=self.env), self.folder / f"{service.name}.log")

    def looked_at(self) -> AbstractContextManager[None]:
        """Until the block ends, this process queries the stack's database."""
        return django_on(self.postgres.connection_settings)

    def connect(self) -> psycopg2.extensions.connection:
        """A connection that is not the product's."""
        return psycopg2.connect(self.postgres.url, connect_timeout=5)


@contextmanager
def stack_in(folder: Path) -> Iterator[Stack]:
    """PostgreSQL runs with a migrated, empty database. Nothing else runs yet.

    The test's own queries go to it only inside `looked_at`.
    """
    stack = assembled(folder, Postgres(folder), Redis(folder))
    try:
        stack.postgres.start()
        stack.postgres.make_database()
        with stack.looked_at():
            call_command("migrate", interactive=False, verbosity=0)
            backfill.run()
        yield stack
    finally:
        stack.kill()


def assembled(folder: Path, postgres: Postgres, redis: Redis, database: str = "") -> Stack:
    """`database` is the product's URL of PostgreSQL, if it differs from PeerMetrics'."""
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": database or postgres.url,
        "REDIS_URL": redis.url(0),
        "CELERY_BROKER_URL": redis.url(1),
        "PYTHONUNBUFFERED": "1",
    }
    web, worker, beat = (
        Process(service, folder / f"{service.name}.log") for service in product(port, env)
    )
    service = traffic({**env, "DATABASE_URL": postgres.url})
    live = replace(service, argv=[*service.argv, "--rate", RATE])
    return Stack(
        folder, postgres, redis, web, worker, beat, Process(live, folder / "traffic.log"), port, env
    )


@contextmanager
def django_on(database: Mapping[str, str]) -> Iterator[None]:
    """Until the block ends, this process queries that database, in every thread.

    `database`: HOST, PORT, NAME, USER and PASSWORD.
    """
    settings = connections.settings["default"]
    before = {name: settings[name] for name in database}
    connections.close_all()
    settings.update(database)
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)
