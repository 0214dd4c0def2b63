"""A database that PeerMetrics uses, with roles of few rights, created by the SQL of the docs.

The database comes from a dump of PeerMetrics. Without the dump, its tables are created with a few
rows.
"""

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
from django.conf import settings
from psycopg2.extensions import connection as Connection  # noqa: N812

from launch.postgres import postgres_programs
from tests.process import own_cache

DUMP = settings.BASE_DIR.parent / "shared" / "data" / "peermetrics-installation.sql.gz"
DOCS = settings.BASE_DIR / "docs"

ROWS = """
CREATE TABLE public.django_migrations (id int PRIMARY KEY, app text, name text);
INSERT INTO public.django_migrations VALUES (1, 'app', '0001_initial');
INSERT INTO public.organization VALUES (gen_random_uuid(), 'Acme', now(), true);
INSERT INTO public.app
    SELECT gen_random_uuid(), 'test app', 'key', null, 10000, true, null, now(), true, id
    FROM public.organization;
INSERT INTO public.conference
    SELECT gen_random_uuid(), 'c' || n, null, null, null, null, null, n = 1, 60,
           '2026-11-20 08:00+00', n <> 2, app.id
    FROM public.app, generate_series(1, 5) n;
"""

# Roles in the docs. Here each has another name, because roles belong to the whole server.
OWNER, SERVICE, ANALYST = "rollups", "rollups_service", "analyst"


# Our functions that everybody may execute.
OPEN_FUNCTIONS = """
SELECT proname::text FROM pg_proc
WHERE pronamespace = 'rollups'::regnamespace AND has_function_privilege('public', oid, 'EXECUTE')"""


class Installation:
    """`url` is for PeerMetrics' own role. Our roles, named above, are created later."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._server, _, self.name = url.rpartition("/")
        self._code = settings.BASE_DIR

    def use(self, code: Path) -> None:
        """From now on, run the commands of another copy of the project."""
        self._code = code

    def role(self, name: str) -> str:
        """The name here of a role of the docs."""
        return f"{name}_{self.name}"

    def url_of(self, role: str) -> str:
        """The URL for a role of the docs, by default for PeerMetrics' own role."""
        if not role:
            return self.url
        host = self._server.rpartition("@")[2]
        return f"postgresql://{self.role(role)}:secret@{host}/{self.name}"

    def connect(self, role: str = "") -> Connection:
        """A connection as this role, in autocommit."""
        connection = psycopg2.connect(self.url_of(role))
        connection.autocommit = True
        return connection

    def execute(self, statement: str, role: str = "") -> list[tuple[Any, ...]]:
        connection = self.connect(role)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def documented(self, page: str, begins: str) -> str:
        """The SQL block that begins like this in a page of the docs, for this database's roles."""
        blocks: list[str] = re.findall(r"```sql\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
        (block,) = (block for block in blocks if block.startswith(begins))
        for role in (OWNER, SERVICE, ANALYST):
            # Only after these words is it a role. The schema has the same name as one role.
            block = re.sub(rf"\b(ROLE|TO|BY) {role}\b(?!\.)", rf"\1 {self.role(role)}", block)
        return block.replace("DATABASE peermetrics", f"DATABASE {self.name}").replace("…", "secret")

    def manage(self, *command: str, role: str = OWNER, given: str = "") -> str:
        """Run a command, with `given` as its standard input. What it says."""
        done = self.run(*command, role=role, given=given)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(
        self, *command: str, role: str = OWNER, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            input=given,
            cwd=self._code,
            env={**os.environ, "DATABASE_URL": self.url_of(role), "REDIS_URL": own_cache()},
            check=False,
            capture_output=True,
            text=True,
        )

    def load(self, script: str) -> None:
        psql = [str(postgres_programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", self.url]
        subprocess.run(psql, input=script, check=True, capture_output=True, text=True)

    def dump(self, *options: str) -> list[str]:
        """The lines of a dump, without lines that differ in every dump."""
        program = postgres_programs() / "pg_dump"
        text = subprocess.run(
            [program, *options, self.url], check=True, capture_output=True, text=True
        ).stdout
        return [line for line in text.splitlines() if not line.startswith("\\")]


@contextmanager
def empty_database() -> Iterator[Installation]:
    """A new database on the tests' server. Our role may create its schema there."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    made = Installation(f"{server}/installation_{uuid4().hex[:8]}")
    admin = Installation(f"{server}/postgres")
    admin.execute(f"CREATE DATABASE {made.name}")
    try:
        yield made
    finally:
        admin.execute(f"DROP DATABASE {made.name} WITH (FORCE)")
        for role in (ANALYST, SERVICE, OWNER):
            admin.execute(f"DROP ROLE IF EXISTS {made.role(role)}")


@contextmanager
def installation_of_peermetrics() -> Iterator[Installation]:
    with empty_database() as made:
        made.load(
            gzip.decompress(DUMP.read_bytes()).decode() if DUMP.exists() else _tables() + ROWS
        )
        made.execute(made.documented("installing.md", "CREATE ROLE rollups LOGIN"))
        yield made


def _tables() -> str:
    return "\n".join(import_module("peermetrics.migrations.0001_raw_tables").TABLES.values())
