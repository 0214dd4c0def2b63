"""The four roles of the docs: each can do its work, and none can get another's rights."""

from collections.abc import Iterator

import psycopg2
import pytest

from tests.peermetrics import (
    ANALYST,
    OPEN_FUNCTIONS,
    OWNER,
    SERVICE,
    Installation,
    installation_of_peermetrics,
)

pytestmark = pytest.mark.servers

# Reads all views of the docs. A role that may read them can also run the functions they call.
READ_ALL = """
SELECT count(*) FROM rollups.conferences_by_status, rollups.connections_by_setup_time
WHERE below_milliseconds IS NULL"""

# A table of the analyst's own. A function of the analyst's casts its rows to uuid.
OWN_TABLE = """
CREATE TYPE pg_temp.anything AS (text text);
CREATE FUNCTION pg_temp.run(pg_temp.anything) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
    RAISE WARNING 'runs as %', current_user;
    RETURN gen_random_uuid();
END $$;
CREATE CAST (pg_temp.anything AS uuid) WITH FUNCTION pg_temp.run(pg_temp.anything) AS ASSIGNMENT;
CREATE TEMPORARY TABLE mine (
    id pg_temp.anything, app_id pg_temp.anything, created_at int, is_active int, ongoing int,
    duration int)"""
ATTACK = """
CREATE TRIGGER mine AFTER INSERT ON mine REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION rollups.rollups_conference_insert()"""

WRITER = """
CREATE ROLE {writer} LOGIN PASSWORD 'secret';
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO {writer}"""


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """Installed by the owner. Has a service, an analyst, and a writer of PeerMetrics' rows."""
    with installation_of_peermetrics() as made:
        made.manage("migrate", "-v0")
        made.manage("backfill")
        made.execute(made.documented("installing.md", "CREATE ROLE rollups_service"))
        made.execute(made.documented("tables.md", "CREATE ROLE analyst"))
        writer = made.role("writer")
        made.execute(WRITER.format(writer=writer))
        yield made
        made.execute(f"DROP OWNED BY {writer}; DROP ROLE {writer}")


def test_the_service_does_all_work_but_owns_nothing(installation: Installation) -> None:
    installation.execute("UPDATE public.conference SET duration = duration + 700", role="writer")

    installation.manage("refresh", role=SERVICE)
    installation.manage("warm_dashboard_cache", role=SERVICE)
    installation.execute("UPDATE public.app_issue SET code = 'changed'", role="writer")

    installation.manage("refresh", role=SERVICE)
    assert installation.manage("audit", "--repair", role=SERVICE) == "0 differences found.\n"
    assert installation.manage("backfill", role=SERVICE) != ""
    for forbidden in (
        "DROP TRIGGER rollups_conference_insert ON public.conference",
        "CREATE OR REPLACE FUNCTION rollups.id_of(text) RETURNS bigint LANGUAGE sql RETURN 1",
        "ALTER TABLE rollups.change_queue ADD COLUMN mine int",
        "UPDATE public.conference SET duration = 0",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            installation.execute(forbidden, role=SERVICE)


def test_whoever_writes_peermetrics_rows_needs_no_right_of_ours(installation: Installation) -> None:
    queued = "SELECT count(*) FROM rollups.change_queue"
    before = installation.execute(queued)[0][0]

    installation.execute("UPDATE public.conference SET ongoing = NOT ongoing", role="writer")

    assert installation.execute(queued)[0][0] > before
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        installation.execute(queued, role="writer")
    installation.manage("refresh")


def test_an_analyst_reads_views_and_nothing_else(installation: Installation) -> None:
    assert installation.execute(READ_ALL, role=ANALYST)
    for forbidden in (
        "SELECT FROM rollups.auth_user",
        "SELECT FROM rollups.authtoken_token",
        "SELECT FROM rollups.change_queue",
        "SELECT nextval('rollups.missed_change')",
        "SELECT rollups.id_of('x')",
        "CREATE TABLE rollups.mine ()",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            installation.execute(forbidden, role=ANALYST)


@pytest.mark.parametrize("role", [ANALYST, SERVICE, "writer"])
def test_nobody_can_put_a_trigger_function_on_a_table_of_his_own(
    installation: Installation, role: str
) -> None:
    installation.execute(f"GRANT USAGE ON SCHEMA rollups TO {installation.role(role)}")
    connection = installation.connect(role)
    with connection.cursor() as cursor:
        cursor.execute(OWN_TABLE)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(ATTACK)
    connection.close()


def test_a_trigger_function_that_somebody_may_run_still_runs_nothing_of_his(
    installation: Installation,
) -> None:
    """A GRANT on ALL FUNCTIONS IN SCHEMA rollups makes the attack possible again."""
    analyst = installation.role(ANALYST)
    installation.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA rollups TO {analyst}")
    connection = installation.connect(ANALYST)
    with connection.cursor() as cursor:
        cursor.execute(OWN_TABLE)
        cursor.execute(ATTACK)
        cursor.execute("INSERT INTO mine (id, app_id) VALUES (ROW('x'), ROW('x'))")
    said = "".join(connection.notices)
    connection.close()

    assert "is not public.conference" in said
    assert "runs as" not in said
    installation.execute(f"REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA rollups FROM {analyst}")


def test_no_function_is_for_everybody_but_what_views_call(installation: Installation) -> None:
    assert installation.execute(OPEN_FUNCTIONS) == [("setup_bucket_width",)]
    # A function created later is for nobody either.
    installation.execute(
        "CREATE FUNCTION rollups.new() RETURNS int LANGUAGE sql RETURN 1", role=OWNER
    )
    assert installation.execute(OPEN_FUNCTIONS) == [("setup_bucket_width",)]
    installation.execute("DROP FUNCTION rollups.new", role=OWNER)


def test_an_open_function_is_told_and_closed_by_migrate(installation: Installation) -> None:
    installation.execute("GRANT EXECUTE ON FUNCTION rollups.rollups_app_issue_delete() TO PUBLIC")

    assert "anybody may run rollups_app_issue_delete" in installation.run("status").stdout
    installation.manage("migrate", "-v0")

    assert installation.execute(OPEN_FUNCTIONS) == [("setup_bucket_width",)]
    assert "anybody may run" not in installation.run("status").stdout
