"""The rolling audit: what no trigger has seen is found, soon where people look, in small steps."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups.health.checks import Check, of_state
from rollups.health.state import read
from rollups.models import AuditRound
from rollups.pipeline import backfill, capture, rolling_audit
from rollups.pipeline.audit import audit_all
from rollups.pipeline.refresh import drain
from rollups.pipeline.rolling_audit import ALL, KINDS, RECENT, SHOWN
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAYS_AGO = (0, 1, 2, 40)
EVERY = timedelta(seconds=15)  # as celerybeat/schedule.py has it


@pytest.fixture
def apps(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Two apps with conferences of four days, and time for a single step in each tick."""
    monkeypatch.setattr(rolling_audit, "SECONDS", 0)
    made = [raw.app(), raw.app()]
    for app_id in made:
        for days in DAYS_AGO:
            raw.conference(app_id, NOON - timedelta(days=days))
    drain()
    return sorted(made)


def unseen(connect: Callable[[], Connection], statement: str) -> None:
    """Run it so that no trigger fires, as a restore or replication does."""
    theirs = connect()
    with theirs, theirs.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)


def time_until_found(every: timedelta = EVERY) -> timedelta:
    """How long it takes until something is found, with a tick `every` so long."""
    for number in range(1, 1000):
        if rolling_audit.run(NOON + number * every):
            return number * every
    raise AssertionError("never found")


def finish_rounds() -> None:
    """Those that go on, with what they lead to."""
    for _ in range(50):
        rolling_audit.run(NOON)
    assert AuditRound.objects.filter(ended_at__isnull=False).count() == len(KINDS)


def check(name: str) -> Check:
    return next(one for one in of_state(read()) if one.name == name)


@pytest.mark.parametrize("days", [0, 1])
def test_what_no_trigger_saw_of_recent_days_is_found_within_five_minutes(
    apps: list[UUID], connect: Callable[[], Connection], days: int
) -> None:
    finish_rounds()
    day = (NOON - timedelta(days=days)).date()
    unseen(connect, f"DELETE FROM public.conference WHERE created_at::date = '{day}'")

    assert time_until_found() <= timedelta(minutes=5)

    finish_rounds()
    drain()
    assert list(audit_all()) == []


def test_what_no_trigger_saw_of_any_day_is_found_within_a_day(
    apps: list[UUID], connect: Callable[[], Connection]
) -> None:
    finish_rounds()
    old = NOON - timedelta(days=40)
    unseen(connect, f"UPDATE public.conference SET duration = 4000 WHERE created_at = '{old}'")

    # Ticks that come forty times as rarely as they do.
    assert time_until_found(every=timedelta(minutes=10)) <= timedelta(days=1)


def test_triggers_that_were_disabled_for_a_while_are_noticed(
    apps: list[UUID], connect: Callable[[], Connection]
) -> None:
    theirs = connect()
    with theirs, theirs.cursor() as cursor:
        cursor.execute("ALTER TABLE public.conference DISABLE TRIGGER ALL")
        cursor.execute("UPDATE public.conference SET ongoing = true")
        cursor.execute("ALTER TABLE public.conference ENABLE TRIGGER ALL")

    assert time_until_found() <= timedelta(minutes=5)

    finish_rounds()
    drain()
    assert list(audit_all()) == []


def test_a_step_looks_at_one_day_of_one_app_newest_first(apps: list[UUID]) -> None:
    seen = []
    for _ in range(14):
        rolling_audit.run(NOON)
        round_ = AuditRound.objects.get(kind=ALL.name)
        if round_.app_id and round_.day:
            seen.append((round_.app_id, round_.day))

    days = [date(2026, 11, 20) - timedelta(days=days) for days in DAYS_AGO]
    assert list(dict.fromkeys(seen)) == [(app_id, day) for app_id in apps for day in days]
    assert AuditRound.objects.get(kind=RECENT.name).days == 4
    assert AuditRound.objects.get(kind=ALL.name).days == 8


def test_days_that_only_rollups_or_facts_have_are_looked_at(apps: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conference_status SET day = '2019-05-05' WHERE day = '2026-11-18'")
        cursor.execute("UPDATE session_city SET day = '2018-05-05'")
    for _ in range(40):
        rolling_audit.run(NOON)

    drain()
    assert list(audit_all()) == []


def test_a_round_without_differences_is_followed_by_the_next_after_its_time(
    apps: list[UUID],
) -> None:
    finish_rounds()
    begins = dict(AuditRound.objects.values_list("kind", "began_at"))

    rolling_audit.run(NOON + RECENT.every - EVERY)
    assert dict(AuditRound.objects.values_list("kind", "began_at")) == begins
    later = NOON + RECENT.every
    rolling_audit.run(later)

    after = dict(AuditRound.objects.values_list("kind", "began_at"))
    assert after == {RECENT.name: later, ALL.name: begins[ALL.name]}


def test_differences_are_told_until_a_round_finds_none(
    apps: list[UUID], connect: Callable[[], Connection]
) -> None:
    finish_rounds()
    assert "differences found" not in check("audit").value
    unseen(connect, f"DELETE FROM public.conference WHERE created_at = '{NOON}'")

    time_until_found()

    assert not check("audit").ok
    assert "differences found" in check("audit").value
    drain()
    for minutes in range(60):
        rolling_audit.run(NOON + timedelta(minutes=minutes))
    assert "differences found" not in check("audit").value


def test_a_long_list_of_differences_is_cut_in_the_log(
    apps: list[UUID], connect: Callable[[], Connection], caplog: pytest.LogCaptureFixture
) -> None:
    unseen(
        connect,
        "INSERT INTO public.conference (id, conference_id, ongoing, duration, created_at, "
        "is_active, app_id) SELECT gen_random_uuid(), n, false, 0, "
        f"'{NOON}', true, '{apps[0]}' FROM generate_series(1, 100) n",
    )

    with caplog.at_level(logging.ERROR):
        time_until_found()

    assert len(caplog.messages) == SHOWN + 1
    assert caplog.messages[-1].startswith("audit: and 80 more of 2026-11-20")


def test_two_workers_never_look_at_the_same_day(
    apps: list[UUID], connect: Callable[[], Connection]
) -> None:
    rolling_audit.run(NOON)
    other = connect()
    with other.cursor() as cursor:
        cursor.execute("SELECT FROM rollups.audit_round FOR UPDATE")
    before = list(AuditRound.objects.values())
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '20s'")  # it does not wait, or this fails

    rolling_audit.run(NOON)

    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")
    assert list(AuditRound.objects.values()) == before


def test_nothing_is_looked_at_while_capture_is_off(apps: list[UUID]) -> None:
    capture.off()
    raw.conference(apps[0], NOON)

    assert rolling_audit.run(NOON) == 0

    assert AuditRound.objects.count() == 0
    assert capture.status().present == []


def test_what_is_to_be_built_anyway_is_no_difference(apps: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE public.app_issue, public.app_connection, public.app_session CASCADE"
        )
        cursor.execute("UPDATE conference_fact SET duration = 1")  # as if built of what was there
    for _ in range(5):
        assert rolling_audit.run(NOON) == 0
    drain()
    for _ in range(5):
        assert rolling_audit.run(NOON) == 0
    assert check("backfill").ok is False

    backfill.run()

    finish_rounds()
    assert AuditRound.objects.filter(days__gt=0, differences=0).count() == len(KINDS)


def test_a_long_queue_is_waited_for(apps: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolling_audit, "MOST_QUEUED", 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.conference SET duration = 700")

    rolling_audit.run(NOON)
    assert AuditRound.objects.count() == 0
    drain()
    rolling_audit.run(NOON)

    assert AuditRound.objects.count() == len(KINDS)


def test_triggers_that_were_lost_come_back(apps: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER rollups_app_issue_insert ON public.app_issue")
        cursor.execute("ALTER TABLE public.conference DISABLE TRIGGER rollups_conference_update")

    rolling_audit.run(NOON)

    assert capture.status().on
