"""`manage.py status`: what it finds, in words, and what it says to do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from psycopg2.extensions import set_wait_callback

from rollups.changes import days
from rollups.health import raw_schema, state
from rollups.health.checks import Check, of_state, span
from rollups.pipeline import capture
from tests import raw
from tests.health.pipeline import finished, forget, sent

pytestmark = pytest.mark.usefixtures("database")


# Inserts a conference, without naming columns that a test may rename.
INSERT = """
INSERT INTO public.conference
SELECT (jsonb_populate_record(NULL::public.conference, jsonb_build_object(
    'id', gen_random_uuid(), 'conference_id', 'c', 'ongoing', false, 'open', false, 'duration', 0,
    'created_at', now(), 'is_active', true, 'app_id', %s))).*"""


@pytest.fixture(autouse=True)
def no_runs(database: None) -> None:
    forget()


def checks() -> dict[str, Check]:
    return {one.name: one for one in of_state(state.read())}


def queue(age: str) -> None:
    raw.conference(raw.app())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE change_queue SET queued_at = now() - %s::interval", [age])


def test_an_idle_pipeline_is_well() -> None:
    sent("refresh", seconds_ago=4)
    finished("refresh", seconds_ago=3.9, result=0)
    sent("audit", seconds_ago=None, every=15)

    found = checks()

    assert [*found] == [
        "peermetrics", "schema", "jit", "capture", "missed", "backfill", "queue", "freshness",
        "audit", "transaction", "beat", "audit task", "refresh task",
    ]  # fmt: skip
    assert {(one.ok, one.mend) for one in found.values()} == {(True, "")}
    assert found["audit"].value == "has not begun"
    assert found["queue"].value == "empty"
    assert found["refresh task"].value.endswith(" ago after 1.2 s: 0 conferences")
    assert found["audit task"].value == "not due yet"


def test_a_change_that_waits_too_long_is_told_of_the_queue_and_of_the_answers() -> None:
    queue("50 s")
    assert checks()["queue"].ok
    queue("5 min")

    found = checks()

    assert (found["queue"].ok, found["freshness"].ok) == (False, False)
    assert found["queue"].value == "2 rows, the oldest 5 min old"
    assert found["freshness"].value == "answers are 5 min behind"
    assert "manage.py refresh" in found["queue"].mend


def test_missing_triggers_are_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER rollups_conference_update ON public.conference")

    found = checks()["capture"]

    assert (found.ok, found.value) == (False, "off: without rollups_conference_update")
    assert "manage.py capture on" in found.mend
    capture.on()


def test_days_to_build_are_counted() -> None:
    raw.conference(raw.app())
    days.note_all()

    found = checks()["backfill"]

    assert (found.ok, found.value) == (False, "1 days of apps are to be built")


def test_beat_is_missed_after_a_minute() -> None:
    assert checks()["beat"].value == "never sent a task"
    sent("warm", seconds_ago=40)
    assert checks()["beat"].ok
    forget()
    sent("warm", seconds_ago=300)

    found = checks()["beat"]

    assert (found.ok, found.value) == (False, "last sent a task 5 min ago")


@pytest.mark.parametrize(
    ("seconds_ago", "error", "ok"),
    [(50, "", True), (80, "", False), (1, "OperationalError", False)],
)
def test_a_task_is_well_if_its_last_run_was_and_is_not_long_ago(
    seconds_ago: int, error: str, ok: bool
) -> None:
    sent("refresh", every=5)
    finished("refresh", seconds_ago, error=error, result=None if error else 2)

    found = checks()["refresh task"]

    assert found.ok is ok
    assert ("with OperationalError" in found.value) is bool(error)


def test_a_task_that_was_sent_and_never_finished_is_not_well() -> None:
    sent("warm", seconds_ago=5)

    assert checks()["warm task"].value == "sent, and never finished"
    assert not checks()["warm task"].ok


def test_a_task_that_somebody_disabled_is_not_well() -> None:
    sent("warm", enabled=False)
    finished("warm", seconds_ago=1)

    assert checks()["warm task"] == Check(
        "warm task", False, "disabled", "Enable it in /admin/, under periodic tasks."
    )


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE public.app_session RENAME geo_ip TO place", "public.app_session.geo_ip"),
        ("ALTER TABLE public.app_issue DROP COLUMN code CASCADE", "public.app_issue.code"),
        (
            "ALTER TABLE public.conference RENAME ongoing TO open",
            "public.conference.ongoing",
        ),
        ("ALTER TABLE public.participant RENAME TO people", "public.participant"),
    ],
)
def test_a_column_that_peermetrics_renames_or_drops_is_named_and_its_writes_go_on(
    statement: str, told: str
) -> None:
    app_id = raw.app()
    assert raw_schema.absent() == []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute(INSERT, [str(app_id)])
        assert cursor.rowcount == 1

        absent = raw_schema.absent()

        transaction.set_rollback(True)

    assert absent == [told]


def test_what_cannot_be_read_of_peermetrics_is_told() -> None:
    found = {
        one.name: one for one in of_state(replace(state.read(), absent_columns=["public.x.y"]))
    }

    assert (found["peermetrics"].ok, found["peermetrics"].value) == (
        False,
        "cannot be read: public.x.y",
    )
    assert "GRANT SELECT" in found["peermetrics"].mend


def test_compiling_is_told_with_what_to_type() -> None:
    found = {one.name: one for one in of_state(replace(state.read(), compiles=True))}

    assert (found["jit"].ok, found["jit"].value) == (False, "on")
    assert f"ALTER ROLE {connection.settings_dict['USER']} SET jit = off" in found["jit"].mend


def test_of_several_shards_the_one_that_was_sent_last_counts() -> None:
    sent("refresh", seconds_ago=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_celery_beat_periodictask SET name = 'rollups: refresh 1'")
    sent("refresh", seconds_ago=2)

    assert [run.name for run in state.read().periodic] == ["refresh"]
    assert checks()["beat"].ok


@pytest.fixture
def no_bound() -> Iterator[None]:
    """The command bounds the waits of its process. Here that process is the test's."""
    yield
    set_wait_callback(None)


@pytest.mark.usefixtures("no_bound")
def test_the_screen_says_how_to_mend_what_is_not_well(capsys: pytest.CaptureFixture[str]) -> None:
    sent("refresh", seconds_ago=300)

    with pytest.raises(SystemExit) as stopped:
        call_command("status")

    assert stopped.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("NOT OK   beat          last sent a task 5 min ago")
    assert lines[at + 1] == (
        "                       -> Start it, once: celery -A proj beat. If it runs, see its log."
    )
    assert lines[-1] == "3 of 16 checks are not ok."
    assert all(len(line) <= 100 for line in lines)


def test_spans_are_told_in_words() -> None:
    told = [span(seconds) for seconds in (0, 0.123, 9.94, 10, 119, 120, 7199, 7200, 172_800)]

    assert told == ["0 ms", "123 ms", "9.9 s", "10 s", "119 s", "2 min", "120 min", "2 h", "2 days"]
