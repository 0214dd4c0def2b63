"""The rebuild: what it counts, what it leaves alone, and how it is planned."""

from uuid import UUID

import pytest
from django.db import connection

from rollups.pipeline.refresh import drain
from rollups.statistics import ROLLUPS
from tests import raw

pytestmark = pytest.mark.usefixtures("database")


def conference_with(sessions: int) -> UUID:
    """A conference whose sessions each have a browser of their own."""
    app_id = raw.app()
    conference_id = raw.conference(app_id)
    for number in range(sessions):
        person = raw.participant(app_id)
        raw.session(conference_id, person, platform=raw.platform(f"Browser {number}", "Linux"))
    return conference_id


def row_versions() -> dict[str, set[str]]:
    """Where each rollup row is, and which transaction wrote it: any write changes this."""
    found = {}
    with connection.cursor() as cursor:
        for rollup in ROLLUPS:
            cursor.execute(f"SELECT ctid::text || ' ' || xmin::text FROM rollups.{rollup.name}")
            found[rollup.name] = {text for (text,) in cursor.fetchall()}
    return found


def queue_again(conference_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rollups.change_queue (app_id, conference_id) "
            "SELECT app_id, id FROM public.conference WHERE id = %s",
            [conference_id],
        )


def test_what_has_not_changed_is_not_written() -> None:
    conference_id = conference_with(sessions=3)
    drain()
    before = row_versions()

    queue_again(conference_id)
    drain()

    assert row_versions() == before
    assert all(before[name] for name in ("conference_status", "session_browser"))


def test_a_change_writes_the_rollups_that_it_concerns_alone() -> None:
    conference_id = conference_with(sessions=2)
    drain()
    before = row_versions()

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.conference SET duration = 4000 WHERE id = %s", [conference_id]
        )
    drain()

    after = row_versions()
    assert {name for name in after if after[name] != before[name]} == {"conference_duration"}


def test_the_segments_of_a_conference_are_those_of_its_active_sessions() -> None:
    conference_id = conference_with(sessions=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.app_session SET is_active = false WHERE conference_id = %s "
            "AND platform #>> '{browser,name}' IN ('Browser 0', 'Browser 1')",
            [conference_id],
        )
    drain()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array(SELECT browser FROM rollups.segment WHERE id = ANY(segments) ORDER BY 1) "
            "FROM rollups.conference_fact WHERE conference_id = %s",
            [conference_id],
        )
        assert cursor.fetchall() == [(["Browser 2", "Browser 3", "Browser 4"],)]


@pytest.mark.parametrize(("conferences", "kept"), [(1, 1), (20, 1), (21, 0)])
def test_a_plan_is_kept_for_few_conferences_alone(conferences: int, kept: int) -> None:
    app_id = raw.app()
    for _ in range(conferences):
        raw.conference(app_id)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    drain()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'rollups%'")
        assert cursor.fetchone() == (kept,)
        cursor.execute("SELECT count(*) FROM rollups.conference_fact")
        assert cursor.fetchone() == (conferences,)
