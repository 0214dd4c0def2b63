"""`simulate live` on a real PostgreSQL, also as a real process."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from threading import Event

import pytest
from django.conf import settings
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from simulate import history, store, traffic
from simulate.live import Player
from simulate.steps import Step
from tests.simulate.conftest import NOW, Contents
from tests.waiting import PATIENCE, until

FAR = NOW + timedelta(days=1)


def _apps() -> None:
    with connection.cursor() as cursor:
        store.ensure_apps(cursor, NOW)


def _steps(conferences: int) -> Iterator[Step]:
    return traffic.in_order(islice(traffic.from_now_on(5, NOW, rate=30), conferences))


def test_lives_played_live_leave_the_rows_that_their_history_has(
    contents: Callable[[], Contents], empty: Callable[[], None]
) -> None:
    said: list[str] = []
    empty()
    _apps()
    Player(Event(), said.append).play(_steps(120))
    played = contents()
    empty()
    _apps()
    lives = islice(traffic.from_now_on(5, NOW, rate=30), 120)
    history.write(lives, FAR, lambda conferences: None)
    copied = contents()
    for rows in (played, copied):  # ids are numbered by the order of writing, which differs
        rows["participant_conferences"] = sorted(
            (who, where) for _, who, where in rows["participant_conferences"]
        )
    assert played == copied
    assert len(played["conference"]) == 120
    assert said == []


def test_each_statement_is_seen_by_others_at_once(
    connect: Callable[[], Connection], database: None
) -> None:
    _apps()
    watcher = connect()
    watcher.autocommit = True
    player = Player(Event(), lambda text: None)
    for step in islice(_steps(3), 60):
        player.play([step])
        if step.table == "conference" and "ongoing" in step.values:
            with watcher.cursor() as cursor:
                cursor.execute(
                    "SELECT ongoing FROM public.conference WHERE id = %s", [step.values["id"]]
                )
                assert cursor.fetchone() == (step.values["ongoing"],)


def test_rows_deleted_under_its_hands_are_left_out(database: None) -> None:
    said: list[str] = []
    _apps()
    steps = list(_steps(10))
    player = Player(Event(), said.append)
    player.play(steps[:200])
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE public.conference CASCADE")
    player.play(steps[200:])
    assert said
    assert all(text.startswith("Left out a row of ") for text in said)


def test_stopping_ends_what_is_ongoing(database: None) -> None:
    _apps()
    player = Player(Event(), lambda text: None)
    steps = list(_steps(30))
    player.play(steps[: len(steps) // 2])
    conferences = list(player.ongoing)
    player.hang_up()
    assert player.ongoing == set()
    with connection.cursor() as cursor:
        for table, whole in (
            ("conference", "id = ANY(%s::uuid[]) AND NOT ongoing AND call_start IS NULL"),
            ("app_connection", "conference_id = ANY(%s::uuid[])"),
            ("app_session", "conference_id = ANY(%s::uuid[]) AND call_start IS NULL"),
        ):
            cursor.execute(
                "SELECT count(*) > 2, bool_and(end_time IS NOT NULL AND duration >= 0)"
                f" FROM public.{table} WHERE {whole}",
                [conferences],
            )
            assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT count(*) FROM public.conference WHERE ongoing")
        assert cursor.fetchone() == (0,)


@contextmanager
def _live(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "simulate", "live", "--rate", "600", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for_conferences(more_than: int = 0) -> int:
    until(lambda: _held() > more_than)
    return _held()


def _held() -> int:
    with connection.cursor() as cursor:
        return store.held(cursor)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_on_a_signal(
    process_environment: dict[str, str], number: signal.Signals
) -> None:
    with _live(process_environment) as process:
        _wait_for_conferences()
        process.send_signal(number)
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
        assert "600 conferences a minute, until stopped." in output
        assert ", 0 of them ongoing, " in output
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.conference WHERE ongoing")
        assert cursor.fetchone()[0] == 0


def test_it_ends_after_the_duration_given(process_environment: dict[str, str]) -> None:
    with _live(process_environment, "--duration", "2") as process:
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
        with connection.cursor() as cursor:
            assert f"\n{store.held(cursor)} conferences begun" in output


def test_it_survives_a_lost_connection(process_environment: dict[str, str]) -> None:
    with _live(process_environment) as process:
        held = _wait_for_conferences()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
        _wait_for_conferences(more_than=held + 5)
        process.terminate()
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
        assert "No database, next attempt in 1 s: " in output
        assert "The database is back." in output
