"""Beside a PeerMetrics installation: nothing of theirs changes but for the triggers, the answers
are right, and one statement takes everything of ours away again.

The dump is one that PeerMetrics itself wrote. Where it is not at hand, its tables are made with a
few rows instead.
"""

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings

from launch.postgres import postgres_programs

DUMP = settings.BASE_DIR.parent / "shared" / "data" / "peermetrics-installation.sql.gz"

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


# The rights that docs/installing.md asks for, and no others.
OUR_ROLE = """
CREATE ROLE {role} LOGIN PASSWORD '{role}';
GRANT CREATE ON DATABASE {name} TO {role};
GRANT SELECT, TRIGGER ON public.organization, public.app, public.conference, public.participant,
    public.participant_conferences, public.app_session, public.app_connection, public.app_issue
    TO {role};
"""


class Installation:
    """A database that PeerMetrics uses: by its owner's URL, and by ours, who may do little."""

    def __init__(self, url: str, our_url: str = "") -> None:
        self.url = url
        self.our_url = our_url

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def manage(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": self.our_url},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def dump(self, *options: str) -> list[str]:
        """The lines of a dump, without those that differ from one dump to the next."""
        program = postgres_programs() / "pg_dump"
        text = subprocess.run(
            [program, *options, self.url], check=True, capture_output=True, text=True
        ).stdout
        return [line for line in text.splitlines() if not line.startswith("\\")]


@pytest.fixture
def installation() -> Iterator[Installation]:
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"installation_{uuid4().hex[:8]}"
    role = f"ours_{name}"
    admin = Installation(f"{server}/postgres")
    admin.execute(f"CREATE DATABASE {name}")
    host = server.rpartition("@")[2]
    made = Installation(f"{server}/{name}", f"postgresql://{role}:{role}@{host}/{name}")
    _fill(made)
    made.execute(OUR_ROLE.format(role=role, name=name))
    yield made
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.execute(f"DROP ROLE {role}")


def _fill(installation: Installation) -> None:
    if DUMP.exists():
        script = gzip.decompress(DUMP.read_bytes()).decode()
    else:
        tables = sorted(Path("peermetrics/sql").glob("*.sql"))
        script = "\n".join(file.read_text() for file in tables) + ROWS
    psql = [str(postgres_programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", installation.url]
    subprocess.run(psql, input=script, check=True, capture_output=True, text=True)


def test_only_triggers_are_added_and_all_is_removed_by_one_statement(
    installation: Installation,
) -> None:
    before = installation.dump("--schema=public")

    installation.manage("migrate", "-v0")
    installation.manage("backfill")
    installation.manage("capture", "off")
    assert installation.dump("--schema=public") == before
    installation.manage("capture", "on")
    installation.manage("backfill")
    added = [line for line in installation.dump("--schema=public") if line not in before]

    assert added
    assert all(re.match(r"CREATE TRIGGER rollups_|-- Name: \w+ rollups_", line) for line in added)
    installation.execute("DROP SCHEMA rollups CASCADE")
    assert installation.dump("--schema=public") == before
    schemas = installation.execute(
        "SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'"
    )
    assert schemas == [("public",)]


def test_the_rollup_equals_a_count_of_the_raw_rows(installation: Installation) -> None:
    installation.manage("migrate", "-v0")
    installation.manage("backfill")

    rolled_up = installation.execute(
        "SELECT app_id, day, status, conferences FROM rollups.conferences_by_status "
        "WHERE filtered_by = 'everything' ORDER BY 1, 2, 3"
    )
    counted = installation.execute("""
        SELECT app_id, (created_at AT TIME ZONE 'UTC')::date,
               CASE WHEN ongoing THEN 'ongoing'
                    WHEN 'e' = ANY(types) THEN 'error'
                    WHEN 'w' = ANY(types) THEN 'warning'
                    ELSE 'success' END,
               count(*)::int
        FROM (SELECT c.*, array(SELECT i.type FROM public.app_issue i
                                WHERE i.conference_id = c.id AND i.is_active) AS types
              FROM public.conference c WHERE c.is_active) c
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""")

    assert rolled_up == counted != []


def test_a_table_of_theirs_with_our_name_is_left_alone(installation: Installation) -> None:
    theirs = "SELECT * FROM public.django_migrations ORDER BY id"
    before = installation.execute(theirs)

    installation.manage("migrate", "-v0")

    assert installation.execute(theirs) == before != []
    assert installation.execute("SELECT count(*) > 10 FROM rollups.django_migrations") == [(True,)]


def test_an_earlier_version_with_data_is_brought_up_to_date(installation: Installation) -> None:
    installation.manage("migrate", "rollups", "0003", "-v0")
    # What that version had built: the facts and the one rollup that it knew.
    installation.execute("""
        INSERT INTO rollups.conference_fact
        SELECT app_id, id, created_at, is_active, 'success', duration, 0 FROM public.conference;
        INSERT INTO rollups.session_fact
            (app_id, conference_id, session_id, created_at, conference_created_at, is_active,
             segment_id)
        SELECT c.app_id, c.id, s.id, s.created_at, c.created_at, s.is_active, 1
        FROM public.app_session s JOIN public.conference c ON c.id = s.conference_id;
        INSERT INTO rollups.conference_status
        SELECT app_id, (created_at AT TIME ZONE 'UTC')::date, 0, 'success', count(*)
        FROM public.conference WHERE is_active GROUP BY 1, 2;""")

    installation.manage("migrate", "-v0")
    installation.manage("backfill")

    assert installation.manage("audit") == "0 differences found.\n"
