"""`manage.py sql`: it prints the statements that are run, and psql runs what it prints."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from launch.postgres import postgres_programs
from rollups.changes.days import Day
from rollups.pipeline import audit, backfill
from rollups.pipeline.refresh import drain
from rollups.statistics import FACTS, ROLLUPS
from tests import raw
from tests.process import environment
from tests.proofs.histories.whole_tables import drift_from_a_fresh_rebuild

pytestmark = pytest.mark.usefixtures("database")

DAY = raw.NOON.date()


@pytest.fixture
def conference(database: None) -> UUID:
    """A conference that is queued, with a row for every rollup."""
    app_id = raw.app()
    person = raw.participant(app_id)
    conference_id = raw.conference(app_id)
    raw.member(conference_id, person)
    session = raw.session(
        conference_id,
        person,
        platform=raw.platform("Chrome", "Linux"),
        geo_ip={"country_code": "DE", "city": "Kiel", "latitude": 54.3, "longitude": "10.1"},
    )
    raw.issue(conference_id, session, code="getusermedia_error", data={"name": "NotAllowedError"})
    times = {"start_time": "2026-11-20 12:00:00", "end_time": "2026-11-20 12:00:00.7"}
    info = {"negotiations": [{"status": "connected", **times}]}
    raw.connection(conference_id, session, person, connection_info=info)
    return conference_id


def printed(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    call_command("sql", *command)
    return capsys.readouterr().out


def app_of(conference_id: UUID) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_id FROM public.conference WHERE id = %s", [conference_id])
        return UUID(str(cursor.fetchone()[0]))


def psql(script: str, conference_id: UUID) -> list[str]:
    """Run the script for the conference, and return the lines of its results."""
    given = {
        "app_id": app_of(conference_id),
        "conference_ids": f"{{{conference_id}}}",
        "changed_at": "now",
        "day": DAY,
        "first": DAY,
        "after": DAY + timedelta(days=1),
    }
    done = subprocess.run(
        [
            *[str(postgres_programs() / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1"],
            *(part for name, value in given.items() for part in ("-v", f"{name}={value}")),
            environment()["DATABASE_URL"],
        ],
        input=script,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def stored() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for one in (*FACTS, *ROLLUPS):
            cursor.execute(f"SELECT count(*) FROM rollups.{one.name}")
            found[one.name] = cursor.fetchone()[0]
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the block runs, without what bounds their time."""
    found: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        found.append(sql.strip())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@pytest.mark.parametrize("of", ["refresh", "backfill", "audit"])
def test_psql_runs_what_is_printed_whole_and_for_each_rollup(
    capsys: pytest.CaptureFixture[str], conference: UUID, of: str
) -> None:
    scripts = [printed(capsys, of)]
    scripts += [printed(capsys, of, "--rollup", one.name) for one in ROLLUPS]

    psql("\n".join(scripts), conference)


def test_the_script_of_a_refresh_builds_what_a_refresh_builds(
    capsys: pytest.CaptureFixture[str], conference: UUID
) -> None:
    script = printed(capsys, "refresh").replace("ROLLBACK;", "COMMIT;")

    psql(script, conference)

    assert all(stored().values())
    assert drift_from_a_fresh_rebuild() == []


def test_as_it_is_printed_it_keeps_nothing(
    capsys: pytest.CaptureFixture[str], conference: UUID
) -> None:
    psql(printed(capsys, "refresh"), conference)

    assert not any(stored().values())


@pytest.mark.parametrize("rollup", [one.name for one in ROLLUPS])
def test_of_a_rollup_it_shows_the_rows_that_the_refresh_then_adds(
    capsys: pytest.CaptureFixture[str], conference: UUID, rollup: str
) -> None:
    of = {one.name: one for one in ROLLUPS}
    script = printed(capsys, "refresh", "--rollup", rollup)

    shown = psql(script, conference)

    assert stored()[rollup] == 0
    drain()
    assert shown
    columns = ", ".join((*of[rollup].key, *of[rollup].measures))
    assert sorted(shown) == sorted(psql(f"SELECT {columns} FROM rollups.{rollup}", conference))
    assert psql(script, conference) == []


def test_of_a_rollup_it_shows_only_the_parts_that_lead_to_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = printed(capsys, "refresh", "--rollup", "conference_status")

    parts = re.findall(r"^(?:WITH )?(\w+) AS", script, re.MULTILINE)
    assert "new_conference_fact" in parts
    assert parts[-1] == "conference_status_change"
    assert not any(name.endswith(("_stored", "_deleted")) for name in parts)
    assert not re.search("INSERT|UPDATE|DELETE", script)


def without_names(statement: str) -> str:
    """The statement with the same sign for each parameter, and without PREPARE."""
    text = re.sub(r"^PREPARE \w+ \(.*?\) AS ", "", statement)
    return re.sub(r":'\w+'|%\(\w+\)s|\$\d+", "?", text)


def test_it_prints_the_statements_that_are_run(
    capsys: pytest.CaptureFixture[str], conference: UUID
) -> None:
    scripts = [printed(capsys, of) for of in ("refresh", "backfill", "audit")]
    app_id = app_of(conference)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # so the refresh prepares its statement again

    with statements() as run:
        drain()
        backfill.build(Day(app_id, DAY))
        assert list(audit.differences(audit.Range(app_id, DAY, DAY))) == []

    shown = re.findall(r"^((?:WITH|SELECT) .*?);$", "\n".join(scripts), re.MULTILINE | re.DOTALL)
    assert len(shown) == 1 + 1 + len(FACTS) + len(ROLLUPS)
    ran = {without_names(one) for one in run}
    assert [one for one in shown if without_names(one) not in ran] == []


def test_the_backfill_finds_the_conferences_of_the_day(
    capsys: pytest.CaptureFixture[str], conference: UUID
) -> None:
    raw.conference(app_of(conference), raw.NOON + timedelta(days=1))

    assert psql(printed(capsys, "backfill"), conference) == [str(conference)]


def test_the_audit_shows_a_difference(capsys: pytest.CaptureFixture[str], conference: UUID) -> None:
    drain()
    script = printed(capsys, "audit", "--rollup", "conference_status")
    assert psql(script, conference) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conference_status SET conferences = 7 WHERE filter_id = 0")

    lines = psql(script, conference)

    assert [line.partition("|")[0] for line in lines] == ["missing", "unfounded"]
    assert '"conferences": 7' in lines[1]


@pytest.mark.parametrize("of", ["refresh", "backfill", "audit"])
def test_it_tells_the_type_of_each_parameter(capsys: pytest.CaptureFixture[str], of: str) -> None:
    script = printed(capsys, of)

    told = dict(re.findall(r"^--   (\w+) +(uuid|uuid\[\]|date|timestamptz) ", script, re.MULTILINE))
    assert told.keys() == set(re.findall(r":'(\w+)'", script))
    examples = dict(re.findall(r"^--   \\set (\w+) '?([^'\n]+)'?$", script, re.MULTILINE))
    assert examples.keys() == told.keys()
    with connection.cursor() as cursor:
        for name, value in examples.items():
            cursor.execute(f"SELECT %s::{told[name]}", [value])


def test_a_rollup_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    with pytest.raises(CommandError) as raised:
        call_command("sql", "refresh", "--rollup", "conferences")

    assert str(raised.value).startswith("There is no rollup conferences. There are: ")
    assert all(one.name in str(raised.value) for one in ROLLUPS)


def test_it_needs_no_database() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"

    done = subprocess.run(
        [sys.executable, "manage.py", "sql", "audit"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": nowhere},
        check=True,
        capture_output=True,
        text=True,
    )

    assert "conference_status" in done.stdout
