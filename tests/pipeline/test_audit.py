"""The audit finds every kind of damage, names it, and mends it; and finds nothing else."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups.pipeline import capture
from rollups.pipeline.audit import audit_all
from rollups.pipeline.refresh import drain
from rollups.statistics import FACTS, ROLLUPS
from tests import raw

pytestmark = pytest.mark.usefixtures("database")


def execute(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.fixture
def conferences() -> UUID:
    """An app with two days of everything."""
    app_id = raw.app()
    person = raw.participant(app_id)
    for browser in ("Chrome", "Firefox", "Chrome"):
        conference = raw.conference(app_id)
        session = raw.session(
            conference,
            person,
            platform=raw.platform(browser, "Linux"),
            geo_ip={"country_code": "DE", "city": "Kiel", "latitude": 54.3, "longitude": "10.1"},
        )
        raw.issue(conference, session, code="getusermedia_error", data={"name": "NotAllowedError"})
        negotiation = {
            "status": "connected",
            "start_time": "2026-11-20 12:00:00",
            "end_time": "2026-11-20 12:00:00.7",
        }
        raw.connection(conference, session, person, connection_info={"negotiations": [negotiation]})
    drain()
    return app_id


def test_nothing_is_found_where_nothing_is_wrong(conferences: UUID) -> None:
    assert list(audit_all()) == []


def test_conferences_that_are_still_queued_are_no_differences(conferences: UUID) -> None:
    execute("UPDATE public.conference SET ongoing = true")
    execute("UPDATE public.participant SET is_sfu = true")
    execute("UPDATE public.app_session SET geo_ip = NULL")

    assert list(audit_all()) == []


DAMAGE = [
    *(f"DELETE FROM {one.name}" for one in (*FACTS, *ROLLUPS)),
    *(f"UPDATE {one.name} SET {one.measures[0]} = 7" for one in ROLLUPS),
    "UPDATE conference_fact SET status = 'warning'",
    "UPDATE session_fact SET segment_id = 1",
    "UPDATE conference_status SET day = day - 1",
    (
        "INSERT INTO conference_status (app_id, day, filter_id, status, conferences) "
        "SELECT app_id, day, 4711, status, 1 FROM conference_status WHERE filter_id = 0"
    ),
    "DELETE FROM conference_fact WHERE conference_id = (SELECT id FROM public.conference LIMIT 1)",
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_named_and_mended(conferences: UUID, damage: str) -> None:
    assert execute(damage) > 0

    assert list(audit_all(repair=True)) != []

    assert list(audit_all()) == []


def test_what_was_written_without_triggers_is_found_and_mended(conferences: UUID) -> None:
    execute("DROP TRIGGER rollups_conference_update ON public.conference")
    execute("UPDATE public.conference SET duration = 4000")

    found = list(audit_all(repair=True))

    assert [d.row for d in found if d.table == "pg_trigger"] == [
        {"name": "rollups_conference_update"}
    ]
    assert capture.status().on
    assert list(audit_all()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT min_sec, conferences FROM conference_duration WHERE filter_id = 0")
        assert cursor.fetchall() == [(3600, 3)]


def test_conferences_that_are_gone_leave_nothing_behind(
    conferences: UUID, connect: Callable[[], Connection]
) -> None:
    capture.off()
    execute(
        "TRUNCATE public.app_issue, public.app_connection, public.app_session, "
        "public.participant_conferences, public.conference CASCADE"
    )
    execute("DELETE FROM conference_fact")

    assert list(audit_all(repair=True)) != []

    assert list(audit_all()) == []
    for one in (*FACTS, *ROLLUPS):
        assert execute(f"SELECT FROM {one.name}") == 0


def test_the_command_tells_each_difference_and_exits_with_1(
    conferences: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit")
    assert capsys.readouterr().out == "0 differences found.\n"
    execute("UPDATE conference_status SET conferences = 9 WHERE filter_id = 0")

    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "--json", "--app", str(conferences), "--from", "2026-11-20")

    assert stopped.value.code == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(d["kind"], d["table"], d["row"]["conferences"]) for d in lines] == [
        ("missing", "conference_status", 3),
        ("unfounded", "conference_status", 9),
    ]
    call_command("audit", "--to", "2026-11-19")
    with pytest.raises(SystemExit):
        call_command("audit", "--repair")
    assert "2 differences found, and repaired." in capsys.readouterr().out
    call_command("audit")
