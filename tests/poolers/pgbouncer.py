"""A PgBouncer of the test, configured as docs/installing.md says."""

import re
from pathlib import Path

import psycopg2

from launch.paths import ROOT
from launch.ports import LOOPBACK, free_port
from launch.programs import PGBOUNCER
from launch.supervisor import Service
from launch.unprivileged import identity
from tests.faults.servers import DATABASE, Postgres
from tests.process import Process

# The docs use another name: a role named like the schema would find it without a search_path.
ROLE = "product"
POOL = 4  # connections to PostgreSQL; there are more clients

# Settings that every PgBouncer needs, or that depend on this machine.
_SETTINGS = """
[databases]
{database} = host={host} port={to}

[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
default_pool_size = {pool}
{documented}
"""


def documented(language: str, heading: str) -> str:
    """The first code block of that language below a heading of docs/installing.md, for ROLE."""
    text = (ROOT / "docs" / "installing.md").read_text()
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found, f"no {language} below {heading}"
    return re.sub(r"\b(ROLE|TO) rollups\b", rf"\1 {ROLE}", found[1])


class PgBouncer(Process):
    """In front of `postgres`, in transaction mode."""

    def __init__(self, folder: Path, postgres: Postgres) -> None:
        program = PGBOUNCER.find()
        assert program
        self.folder, self.postgres = folder, postgres
        port = free_port()
        users, settings = folder / "users.txt", folder / "pgbouncer.ini"
        users.write_text(f'"{ROLE}" ""\n')
        settings.write_text(
            _SETTINGS.format(
                database=DATABASE,
                host=LOOPBACK,
                to=postgres.port,
                port=port,
                users=users,
                pool=POOL,
                documented=documented("ini", "Connection poolers"),
            )
        )
        self.url = f"postgresql://{ROLE}@{LOOPBACK}:{port}/{DATABASE}"
        super().__init__(
            Service(
                name="pgbouncer",
                argv=[program, str(settings)],
                become=identity(Path(program), folder).prefix,  # it refuses to run as root
                ready=self._answers,
            ),
            folder / "pgbouncer.log",
        )

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True
