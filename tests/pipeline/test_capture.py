"""What the triggers queue, and that PeerMetrics' writes never fail or wait because of them."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID, uuid4

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups.changes import days
from rollups.pipeline import backfill, capture
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")


def execute(statement: str, *params: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def queued() -> Counter[UUID]:
    """The conferences on the queue, which is emptied."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM change_queue RETURNING conference_id, source")
        return Counter(id_ for id_, source in cursor.fetchall() if source is None)


def queued_to_be_found() -> set[tuple[str, UUID]]:
    """The raw rows on the queue whose conferences are found on draining; it is emptied."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM change_queue RETURNING source, row_id")
        return {(source, row_id) for source, row_id in cursor.fetchall() if source is not None}


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def conferences(app_id: UUID) -> list[UUID]:
    """Two conferences that share a participant, who has a session with an issue in each."""
    person = raw.participant(app_id)
    made = [raw.conference(app_id), raw.conference(app_id)]
    for conference_id in made:
        raw.member(conference_id, person)
        raw.issue(conference_id, raw.session(conference_id, person))
    queued()
    return made


@pytest.mark.parametrize(
    ("statement", "touches"),
    [
        ("UPDATE public.conference SET ongoing = true WHERE id = %(first)s", {0}),
        ("UPDATE public.conference SET duration = duration + 1", {0, 1}),
        ("UPDATE public.conference SET end_time = now(), conference_info = '{}'", set()),
        ("UPDATE public.conference SET duration = duration", set()),
        ("UPDATE public.app_session SET platform = '{}' WHERE conference_id = %(first)s", {0}),
        ("UPDATE public.app_session SET end_time = now(), duration = 9, metadata = '1'", set()),
        ("UPDATE public.app_session SET conference_id = %(first)s", {0, 1}),
        ("UPDATE public.app_issue SET conference_id = NULL", {0, 1}),
        ("UPDATE public.app_issue SET type = 'w' WHERE conference_id = %(second)s", {1}),
        ("UPDATE public.app_issue SET data = '{}'", {0, 1}),
        ("UPDATE public.app_issue SET track_id = gen_random_uuid()", set()),
        ("DELETE FROM public.app_issue WHERE conference_id = %(second)s", {1}),
        ("UPDATE public.participant SET participant_name = 'Ada'", set()),
        ("DELETE FROM public.participant_conferences WHERE conference_id = %(first)s", {0}),
    ],
)  # fmt: skip
def test_a_statement_queues_each_conference_once_whose_numbers_it_can_change(
    conferences: list[UUID], statement: str, touches: Iterable[int]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"first": conferences[0], "second": conferences[1]})

    assert queued() == Counter(conferences[number] for number in touches)


def test_a_change_that_reaches_conferences_through_other_rows_is_queued_itself(
    conferences: list[UUID],
) -> None:
    backfill.run()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.participant SET is_sfu = true RETURNING id")
        participants = {participant_id for (participant_id,) in cursor.fetchall()}
    assert queued_to_be_found() == {("participant", id_) for id_ in participants}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.app_session SET geo_ip = '{}' RETURNING id")
        sessions = {session_id for (session_id,) in cursor.fetchall()}
    assert queued_to_be_found() == {("app_session_segment", id_) for id_ in sessions}

    execute("UPDATE public.participant SET is_sfu = false")

    assert drain().conferences.total() == len(conferences)


def test_a_session_is_found_in_the_connections_and_issues_of_other_conferences(
    app_id: UUID,
) -> None:
    person = raw.participant(app_id)
    here, there = raw.conference(app_id), raw.conference(app_id)
    session = raw.session(here, person)
    raw.issue(there, session)
    raw.connection(there, session, person)
    drain()

    execute("UPDATE public.app_session SET app_version = '2.0'")
    drain()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.value FROM issue_code r JOIN filter f ON f.id = r.filter_id "
            "WHERE f.dimension = 'app_version' UNION ALL "
            "SELECT f.value FROM connection_type r JOIN filter f ON f.id = r.filter_id "
            "WHERE f.dimension = 'app_version'"
        )
        assert cursor.fetchall() == [("2.0",), ("2.0",)]


def test_a_bulk_update_is_queued_in_time_that_grows_with_its_rows(app_id: UUID) -> None:
    person = raw.participant(app_id)
    execute(
        "INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, "
        "is_active, app_id) SELECT gen_random_uuid(), n, false, 0, now(), true, %s "
        "FROM generate_series(1, 20000) n",
        app_id,
    )
    execute(
        "INSERT INTO public.app_session (id, duration, created_at, is_active, conference_id, "
        "participant_id) SELECT gen_random_uuid(), 0, now(), true, id, %s FROM public.conference",
        person,
    )
    with connection.cursor() as cursor:
        # One row first: PostgreSQL keeps the plan that it makes for it.
        cursor.execute(
            "UPDATE public.app_session SET platform = '{}' "
            "WHERE id = (SELECT id FROM public.app_session LIMIT 1)"
        )
        queued()
        # Two minutes, and more where the machine is busy, with the plan that was made for one row.
        cursor.execute("SET statement_timeout = '60s'")
        cursor.execute("UPDATE public.app_session SET platform = '[]'")
        cursor.execute("RESET statement_timeout")

    assert len(queued()) == 20_000


def test_a_write_succeeds_though_the_queue_cannot_be_written(
    connect: Callable[[], Connection], app_id: UUID
) -> None:
    execute("ALTER TABLE change_queue RENAME TO elsewhere")
    try:
        theirs = connect()
        with theirs, theirs.cursor() as cursor:
            cursor.execute("UPDATE public.app SET name = 'x'")
            cursor.execute(
                "INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, "
                "is_active, app_id) VALUES (%s, 'c', false, 0, now(), true, %s)",
                [str(uuid4()), str(app_id)],
            )
            assert cursor.rowcount == 1
        assert "a change of conference was not queued" in theirs.notices[-1]
    finally:
        execute("ALTER TABLE elsewhere RENAME TO change_queue")


def test_a_write_does_not_wait_until_a_lock_on_the_queue_is_released(
    connect: Callable[[], Connection], app_id: UUID
) -> None:
    blocker, theirs = connect(), connect()
    with blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE rollups.change_queue IN ACCESS EXCLUSIVE MODE")
    with theirs, theirs.cursor() as cursor:
        cursor.execute("SET statement_timeout = '60s'")
        cursor.execute("UPDATE public.app SET name = 'x'")
        cursor.execute(
            "INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, "
            "is_active, app_id) VALUES (%s, 'c', false, 0, now(), true, %s)",
            [str(uuid4()), str(app_id)],
        )
    assert "lock timeout" in theirs.notices[-1]


def test_a_role_without_any_right_on_our_schema_may_write(
    connect: Callable[[], Connection], app_id: UUID
) -> None:
    theirs = connect()
    with theirs, theirs.cursor() as cursor:
        cursor.execute("CREATE ROLE peermetrics_writer")
        cursor.execute("GRANT SELECT, INSERT, UPDATE ON public.conference TO peermetrics_writer")
    try:
        with theirs, theirs.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE peermetrics_writer")
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("SELECT FROM rollups.change_queue")
        with theirs, theirs.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE peermetrics_writer")
            cursor.execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
            cursor.execute("SET LOCAL search_path = ''")
            cursor.execute(
                "INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, "
                "is_active, app_id) VALUES (%s, 'c', false, 0, now(), true, %s)",
                [str(uuid4()), str(app_id)],
            )
        assert len(queued()) == 1
    finally:
        with theirs, theirs.cursor() as cursor:
            cursor.execute("DROP OWNED BY peermetrics_writer; DROP ROLE peermetrics_writer")


def test_turning_capture_off_queues_nothing_and_turning_it_on_catches_up(
    app_id: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("capture", "off")
    raw.conference(app_id)
    assert queued() == Counter()
    with pytest.raises(CommandError, match=r"capture on\..*rollups_conference_insert"):
        call_command("capture", "status")

    call_command("capture", "on")
    assert "1 days of apps are to be built" in capsys.readouterr().out
    call_command("backfill")

    assert capture.status().on
    assert days.pending() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(conferences) FROM conference_status WHERE filter_id = 0")
        assert cursor.fetchone() == (1,)


def test_dropped_triggers_are_absent_until_capture_is_turned_on(app_id: UUID) -> None:
    execute("DROP TRIGGER rollups_conference_insert ON public.conference")
    assert capture.status().absent == ["rollups_conference_insert"]

    capture.on()

    assert capture.status().on
    raw.conference(app_id)
    assert len(queued()) == 1


def test_an_emptied_table_has_every_day_built_again(conferences: list[UUID]) -> None:
    backfill.run()
    execute("TRUNCATE public.app_issue")

    assert drain().everything
    assert days.pending() != []
    backfill.run()

    with connection.cursor() as cursor:
        cursor.execute("SELECT status, count(*) FROM conference_fact GROUP BY status")
        assert cursor.fetchall() == [("success", 2)]
