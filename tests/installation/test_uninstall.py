"""Everything of ours is removed while PeerMetrics writes. Its writes are not disturbed.

UNINSTALLS=20 repeats it more often. --log-cli-level=INFO shows the seconds of the longest write.
"""

import logging
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import psycopg2
import pytest

from launch.postgres import postgres_programs
from tests.peermetrics import OWNER, Installation

pytestmark = pytest.mark.servers

UNINSTALLS = int(os.environ.get("UNINSTALLS", "1"))
WRITERS = 4

# The writes of one call, table by table. Each writer has rows of its own.
WRITES = [
    f"UPDATE public.{table} SET {change} WHERE abs(hashtext(id::text)) %% {WRITERS} = %(writer)s"
    for table, change in (
        ("conference", "duration = duration + 1"),
        ("app_session", "platform = to_jsonb(random())"),
        ("app_connection", "connection_info = to_jsonb(random())"),
        ("app_issue", "data = to_jsonb(random())"),
        ("participant", "is_sfu = NOT is_sfu"),
    )
]
INSERT = """
INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, is_active, app_id)
SELECT gen_random_uuid(), gen_random_uuid(), true, 0, now(), true, id FROM public.app LIMIT 1"""

logger = logging.getLogger(__name__)


@contextmanager
def peermetrics_writing(installation: Installation) -> Iterator[None]:
    """Until the block ends, four writers touch all tables in each transaction. One more holds a
    transaction open for some seconds.

    An error, a deadlock or a wait of one second for a lock fails the test. (The promise is half a
    second. The rest allows for a busy machine.)
    """
    end = Event()

    def write(writer: int) -> float:
        connection, longest = psycopg2.connect(installation.url), 0.0
        with connection, connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        while not end.is_set():
            with connection, connection.cursor() as cursor:
                for statement in (INSERT, *WRITES):
                    began = time.monotonic()
                    cursor.execute(statement, {"writer": writer})
                    longest = max(longest, time.monotonic() - began)
        connection.close()
        assert longest > 0
        return longest

    def hold() -> float:
        connection = psycopg2.connect(installation.url)
        with connection, connection.cursor() as cursor:
            cursor.execute(INSERT)
            end.wait(4)
        connection.close()
        return 0.0

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        running = [pool.submit(write, number) for number in range(WRITERS)] + [pool.submit(hold)]
        time.sleep(0.2)
        try:
            yield
        finally:
            end.set()
        longest = max(one.result() for one in running)
        logger.info("the longest write of PeerMetrics took %.0f ms", longest * 1000)


def uninstalled_by_command(installation: Installation) -> None:
    said = installation.manage("uninstall", "--no-input")

    role = installation.role(OWNER)
    assert f'DROP OWNED BY "{role}";' in said or f"DROP OWNED BY {role};" in said


def uninstalled_without_our_code(installation: Installation) -> None:
    """The way of docs/installing.md: statement by statement, again after a lock timeout."""
    script = installation.documented("installing.md", "SET lock_timeout")
    psql = [str(postgres_programs() / "psql"), "-v", "ON_ERROR_STOP=1", "-q"]
    for _ in range(100):
        done = subprocess.run(
            [*psql, installation.url_of(OWNER)],
            input=script, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode == 0:
            return
        assert "lock timeout" in done.stderr
    pytest.fail("never had a lock")


def is_gone(installation: Installation) -> bool:
    return installation.execute(
        "SELECT to_regnamespace('rollups') IS NULL AND NOT EXISTS "
        "(SELECT FROM pg_trigger WHERE tgname LIKE 'rollups%') "
        "AND NOT EXISTS (SELECT FROM pg_default_acl)"
    ) == [(True,)]


@pytest.mark.parametrize("uninstalled", [uninstalled_by_command, uninstalled_without_our_code])
def test_it_goes_under_load(installation: Installation, uninstalled: object) -> None:
    assert callable(uninstalled)
    for _ in range(UNINSTALLS):
        installation.manage("migrate", "-v0")

        with peermetrics_writing(installation):
            uninstalled(installation)

        assert is_gone(installation)


def test_the_two_lines_that_it_prints_remove_the_role(installation: Installation) -> None:
    installation.manage("migrate", "-v0")

    said = installation.manage("uninstall", "--no-input")
    installation.execute("".join(line for line in said.splitlines() if line.startswith("    ")))

    role = installation.role(OWNER)
    assert installation.execute(f"SELECT FROM pg_roles WHERE rolname = '{role}'") == []


def test_peermetrics_own_role_is_not_to_be_dropped(installation: Installation) -> None:
    """If the product was installed as that role, DROP OWNED would remove PeerMetrics' tables."""
    installation.execute("CREATE SCHEMA rollups")
    owner = installation.role(OWNER)
    installation.execute(f"ALTER TABLE public.app OWNER TO {owner}")
    installation.execute("DROP SCHEMA rollups")

    said = installation.manage("uninstall", "--no-input")

    assert "DROP OWNED" not in said
    assert f"Role {owner} is PeerMetrics' own, and stays." in said
    installation.execute("ALTER TABLE public.app OWNER TO CURRENT_USER")


def test_it_waits_until_the_product_is_stopped_and_asks_first(installation: Installation) -> None:
    installation.manage("migrate", "-v0")
    worker = psycopg2.connect(installation.url_of(OWNER), application_name="peermetrics-rollups")

    refused = installation.run("uninstall", "--no-input")
    worker.close()

    assert "Stop web server, worker and beat" in refused.stderr
    assert refused.returncode == 1
    assert "installation" in installation.run("uninstall").stdout  # not confirmed: nothing is done
    assert not is_gone(installation)
