"""`manage.py trace`: what it finds of one conference, what it says is wrong, and what mends it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups import clock
from rollups.changes import days, missed
from rollups.pipeline import capture, rolling_audit
from rollups.pipeline.refresh import drain
from tests import raw
from tests.health.scene import Scene, as_json, execute, traced, type_command
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("database")

Capsys = pytest.CaptureFixture[str]


def test_a_conference_that_is_right_is_counted(capsys: Capsys, there: Scene) -> None:
    found = traced(capsys, there.conference)

    assert found.code == 0
    assert found.end.startswith("This conference is counted as of 20")
    assert found.section("Facts") == [
        "session_fact 2 stored, 2 from the raw rows: the same",
        "conference_fact 1 stored, 1 from the raw rows: the same",
        "connection_fact 0 stored, 0 from the raw rows: the same",
        "issue_fact 1 stored, 1 from the raw rows: the same",
    ]
    assert found.section("Change queue") == ["no row because of it"]
    assert found.section("Days to build") == ["none"]
    assert found.section("Rollups of its days") == [f"2026-11-20 of app {there.app_id}: they agree"]


def test_each_raw_row_is_shown_with_the_columns_that_are_read(capsys: Capsys, there: Scene) -> None:
    lines = traced(capsys, there.conference).section("Raw rows")

    assert "app_session 2 rows, 1 active" in lines
    assert "participant_conferences 1 row" in lines
    assert f"id = {there.person}, is_sfu = false, is_active = true" in lines
    assert (
        f"id = {there.session}, participant_id = {there.person}, "
        "created_at = 2026-11-20T12:00:00+00:00, is_active = true, app_version = null, "
        'platform = {"os": {"name": "Linux"}, "browser": {"name": "Chrome"}}, geo_ip = null'
    ) in lines


def test_it_tells_what_the_conference_adds_to_each_row_and_what_the_row_holds(
    capsys: Capsys, there: Scene
) -> None:
    lines = traced(capsys, there.conference).section("Rollups: what it adds")

    assert [line for line in lines if line.startswith("conference_status ")] == [
        "conference_status 2026-11-20 everything 1 of 3 conferences status = error",
        "conference_status 2026-11-20 app_version = Unknown 1 of 3 conferences status = error",
        "conference_status 2026-11-20 browser = Chrome 1 of 2 conferences status = error",
        "conference_status 2026-11-20 country = Unknown 1 of 3 conferences status = error",
        "conference_status 2026-11-20 os = Linux 1 of 3 conferences status = error",
    ]


def test_a_fact_that_was_deleted_is_missing_and_the_command_it_names_brings_it_back(
    capsys: Capsys, there: Scene
) -> None:
    execute("DELETE FROM session_fact WHERE session_id = %s", there.session)

    found = traced(capsys, there.conference)

    assert found.code == 1
    assert "session_fact 1 stored, 2 from the raw rows: 1 differ" in found.section("Facts")
    assert f"missing: session_id = {there.session}" in found.text
    assert "1 of 2 conferences, and should add" not in found.text
    assert "Stored facts differ from the raw rows: session_fact. No change is queued." in found.end
    for command in found.commands:
        type_command(command)
    assert traced(capsys, there.conference).code == 0


def test_a_fact_that_was_changed_is_told_by_column(capsys: Capsys, there: Scene) -> None:
    execute("UPDATE conference_fact SET duration = 7 WHERE conference_id = %s", there.conference)

    found = traced(capsys, there.conference)

    assert "duration is 7, and should be 60" in found.text
    of_all = "conference_duration 2026-11-20 everything"
    lines = found.section("Rollups: what it adds")
    assert f"{of_all} 1 of none conferences, and should add 0 min_sec = 0" in lines
    assert f"{of_all} 0 of 3 conferences, and should add 1 min_sec = 60" in lines


def test_a_rollup_row_that_was_changed_is_told_and_the_command_it_names_mends_it(
    capsys: Capsys, there: Scene
) -> None:
    execute("UPDATE conference_status SET conferences = 87 WHERE filter_id = 0")

    found = traced(capsys, there.conference)

    assert found.code == 1
    assert "1 of 87 conferences" in found.text
    assert found.section("Rollups of its days")[0].endswith(": 2 differences")
    assert "conferences = 3" in found.section("Rollups of its days")[1]
    assert "conferences = 87" in found.section("Rollups of its days")[2]
    assert "Rollups of 2026-11-20 differ from the stored facts: conference_status." in found.end
    for command in found.commands:
        type_command(command)
    assert traced(capsys, there.conference).code == 0


def test_a_change_that_is_queued_is_behind_and_the_refresh_counts_it(
    capsys: Capsys, there: Scene
) -> None:
    execute("UPDATE public.conference SET duration = 700 WHERE id = %s", there.conference)

    found = traced(capsys, there.conference)

    assert found.code == 1
    assert len(found.section("Change queue")) == 1
    assert "is still queued. -> The next refresh counts it, within seconds." in found.end
    assert "Somebody wrote" not in found.end
    assert found.commands == [["status"], ["refresh"]]
    type_command(["refresh"])
    found = traced(capsys, there.conference)
    assert found.code == 0
    assert "1 of 1 conferences min_sec = 600" in " ".join(found.section("Rollups: what it adds"))


def test_a_change_whose_conferences_are_found_later_is_queued_too(
    capsys: Capsys, there: Scene
) -> None:
    execute("UPDATE public.participant SET is_sfu = true WHERE id = %s", there.person)

    [row] = as_json(capsys, there.conference)["queue"]

    assert (row["source"], row["row_id"]) == ("participant", str(there.person))
    assert traced(capsys, there.conference).code == 1
    drain()
    assert traced(capsys, there.conference).code == 0


def test_what_others_have_queued_is_not_shown(capsys: Capsys, there: Scene) -> None:
    other = raw.conference(there.app_id)
    raw.session(other, raw.participant(there.app_id))
    execute("UPDATE public.participant SET is_sfu = true WHERE id <> %s", there.person)

    assert traced(capsys, there.conference).section("Change queue") == ["no row because of it"]


def test_a_table_that_was_emptied_is_queued_for_every_conference(
    capsys: Capsys, there: Scene
) -> None:
    execute("TRUNCATE public.app_issue")

    assert "source = app_issue" in traced(capsys, there.conference).section("Change queue")[0]


@pytest.fixture
def miss(there: Scene, connect: Callable[[], Connection]) -> None:
    """The trigger cannot queue a change of the conference, because somebody locks the queue."""
    blocker = connect()
    with blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE rollups.change_queue IN ACCESS EXCLUSIVE MODE")
    execute("UPDATE public.conference SET duration = 700 WHERE id = %s", there.conference)
    blocker.rollback()


@pytest.mark.usefixtures("miss")
def test_a_change_that_was_missed_is_told_and_the_audit_mends_it(
    capsys: Capsys, there: Scene
) -> None:
    found = traced(capsys, there.conference)

    assert found.code == 1
    assert "missed 1 changes are missing" in found.section("Pipeline")
    assert "duration is 60, and should be 700" in found.text
    assert (
        "A trigger could not queue 1 changes, and this is likely one of them. -> The audit mends "
        "it within minutes."
    ) in found.end
    until(_is_mended)
    assert traced(capsys, there.conference).code == 0


def _is_mended() -> bool:
    """What the tasks do. The audit waits for transactions that were open when it was missed."""
    rolling_audit.run(clock.now())
    drain()
    return missed.missing() == 0


def test_a_day_that_is_still_to_be_built_is_named(capsys: Capsys, there: Scene) -> None:
    raw.conference(there.app_id, raw.NOON - timedelta(days=1))
    days.note_all()

    found = traced(capsys, there.conference)

    assert "backfill 2 days of apps are to be built" in found.section("Pipeline")
    assert found.section("Days to build") == [f"2026-11-20 of app {there.app_id}"]
    assert f"The day 2026-11-20 of app {there.app_id} is still to be built." in found.end
    type_command(["backfill"])
    assert traced(capsys, there.conference).code == 0


def test_capture_that_is_off_is_told(capsys: Capsys, there: Scene) -> None:
    capture.off()

    found = traced(capsys, there.conference)

    assert found.end.startswith("This conference is not counted as it should be: - Capture is off")
    assert found.commands == [["capture", "on"], ["backfill"]]


def test_a_conference_that_moved_is_shown_under_both_apps(capsys: Capsys, there: Scene) -> None:
    elsewhere = raw.app()
    execute("UPDATE public.conference SET app_id = %s", elsewhere)

    found = as_json(capsys, there.conference)

    assert set(found["apps"]) == {str(there.app_id), str(elsewhere)}
    counts = {
        one["app_id"]: (len(one["stored"]), len(one["from_raw"]))
        for one in found["facts"]
        if one["fact"] == "conference_fact"
    }
    assert counts == {str(there.app_id): (1, 0), str(elsewhere): (0, 1)}
    drain()
    assert as_json(capsys, there.conference)["apps"] == [str(elsewhere)]


def test_a_conference_without_an_active_row_counts_nowhere_and_that_is_right(
    capsys: Capsys,
) -> None:
    conference = raw.conference(raw.app(), is_active=False)
    drain()

    found = traced(capsys, conference)

    assert found.code == 0
    assert found.end.startswith("This conference counts nowhere as of 20")
    assert found.section("Rollups: what it adds") == ["none"]


def test_a_conference_that_is_deleted_is_queued_and_then_unknown(
    capsys: Capsys, there: Scene
) -> None:
    for table in ("app_issue", "app_session", "participant_conferences"):
        execute(f"DELETE FROM public.{table} WHERE conference_id = %s", there.conference)
    execute("DELETE FROM public.conference WHERE id = %s", there.conference)

    found = traced(capsys, there.conference)

    assert "conference_fact 1 stored, 0 from the raw rows: 1 differ" in found.section("Facts")
    assert "is still queued" in found.end
    drain()
    with pytest.raises(CommandError) as raised:
        traced(capsys, there.conference)
    assert str(raised.value) == (
        f"There is no conference {there.conference}: no raw row, no fact, and nothing queued. "
        "Nothing counts it."
    )


def test_a_conference_that_never_was_is_unknown(capsys: Capsys) -> None:
    with pytest.raises(CommandError, match="no raw row, no fact"):
        traced(capsys, uuid4())


def test_an_id_that_is_no_uuid_is_an_error_that_says_where_to_find_it(capsys: Capsys) -> None:
    with pytest.raises(
        CommandError, match=r"'weekly' is no UUID.*SELECT id FROM public.conference"
    ):
        traced(capsys, "weekly")
