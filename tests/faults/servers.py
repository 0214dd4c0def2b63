"""PostgreSQL and Redis servers of a test. The test may stop, kill or suspend them."""

import subprocess
from pathlib import Path
from signal import SIGINT

import psycopg2
import redis

from launch.ports import LOOPBACK, free_port
from launch.postgres import postgres_programs
from launch.redis_server import redis_program
from launch.supervisor import Service
from launch.unprivileged import Identity, identity
from tests.process import Process

ADMINISTRATOR = "postgres"
USER = DATABASE = "peermetrics"  # no superuser: reserved connections are not for it
CONNECTIONS = 40


class Postgres(Process):
    """A cluster in `folder`. Each run uses the same port."""

    def __init__(self, folder: Path) -> None:
        programs = postgres_programs()
        run_as = identity(programs / "postgres", folder)
        cluster, self.port = folder / "postgres", free_port()
        _make_cluster(programs, cluster, run_as)
        settings = {
            "port": self.port,
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "max_connections": CONNECTIONS,
            "fsync": "off",  # no test cuts the machine's power
            "log_checkpoints": "off",
        }
        options = [part for item in settings.items() for part in ("-c", "{}={}".format(*item))]
        super().__init__(
            Service(
                name="postgres",
                argv=[str(programs / "postgres"), "-D", str(cluster), *options],
                become=run_as.prefix,
                ready=self._answers,
                stop_signal=SIGINT,
            ),
            folder / "postgres.log",
        )

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def connection_settings(self) -> dict[str, str]:
        """The same server as Django's settings."""
        return {
            "HOST": LOOPBACK,
            "PORT": str(self.port),
            "NAME": DATABASE,
            "USER": USER,
            "PASSWORD": "",
        }

    def make_database(self) -> None:
        self.administer(f"CREATE ROLE {USER} LOGIN", f"CREATE DATABASE {DATABASE} OWNER {USER}")

    def administer(self, *statements: str, database: str = ADMINISTRATOR) -> None:
        """Run each statement as a superuser in a transaction of its own."""
        connection = psycopg2.connect(self._administrators_url, dbname=database)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()

    def disconnect_all_but(self, application: str) -> None:
        """End every other session of USER."""
        self.administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE usename = '{USER}' AND application_name <> '{application}'"
        )

    @property
    def _administrators_url(self) -> str:
        return f"postgresql://{ADMINISTRATOR}@{LOOPBACK}:{self.port}/postgres"

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self._administrators_url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True


class Redis(Process):
    """Cache and broker: two databases of one server. Each run uses the same port."""

    def __init__(self, folder: Path) -> None:
        program, self.port = redis_program(), free_port()
        self.client = redis.Redis(LOOPBACK, self.port, socket_timeout=2)
        super().__init__(
            Service(
                name="redis",
                argv=[
                    *(str(program), "--bind", LOOPBACK, "--port", str(self.port), "--save", ""),
                    *("--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"),
                ],
                become=identity(program, folder).prefix,
                ready=self._answers,
            ),
            folder / "redis.log",
        )

    def url(self, number: int) -> str:
        return f"redis://{LOOPBACK}:{self.port}/{number}"

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False


def _make_cluster(programs: Path, cluster: Path, run_as: Identity) -> None:
    cluster.mkdir(mode=0o700)
    run_as.give(cluster)
    subprocess.run(
        [*run_as.prefix, programs / "initdb", f"--pgdata={cluster}", "--no-sync",
         f"--username={ADMINISTRATOR}", "--auth=trust", "--encoding=UTF8", "--locale=C"],
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
