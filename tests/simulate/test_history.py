"""`simulate history` on a real PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from simulate import history, store, traffic
from tests.simulate.conftest import NOW, Contents

HISTORY = ("simulate", "history", "--now", NOW.isoformat(), "--days", "3")


def _held() -> int:
    with connection.cursor() as cursor:
        return store.held(cursor)


def test_the_same_history_is_the_same_to_the_last_byte(
    contents: Callable[[], Contents], empty: Callable[[], None]
) -> None:
    empty()
    call_command(*HISTORY, "--conferences", "150")
    first = contents()
    empty()
    call_command(*HISTORY, "--conferences", "150")
    assert contents() == first
    assert len(first["conference"]) == 150
    assert [row[1] for row in first["app"]] == ["dev", "staging", "prod"]


def test_a_full_installation_is_refused_left_alone_or_added_to(
    contents: Callable[[], Contents], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(*HISTORY, "--conferences", "40")
    before = contents()
    with pytest.raises(CommandError, match=r"hold 40 conferences already\. Use --add"):
        call_command(*HISTORY, "--conferences", "40")
    call_command(*HISTORY, "--conferences", "40", "--if-empty")
    assert "hold 40 conferences: nothing to do." in capsys.readouterr().out
    with pytest.raises(CommandError, match="Another --seed gives other rows"):
        call_command(*HISTORY, "--conferences", "40", "--add")
    assert contents() == before
    call_command(*HISTORY, "--conferences", "60", "--add", "--seed", "2")
    assert _held() == 100


def test_an_interrupted_history_leaves_nothing_behind(
    contents: Callable[[], Contents], empty: Callable[[], None]
) -> None:
    empty()

    def interrupt(conferences: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        history.fill(1, NOW, 3, 50, interrupt)
    assert not any(contents().values())


def test_nothing_is_written_that_has_not_happened_yet(database: None) -> None:
    middle = NOW - timedelta(days=1, hours=2)
    with transaction.atomic(), connection.cursor() as cursor:
        store.ensure_apps(cursor, NOW)
        written = history.write(traffic.past(1, NOW, 3, 1_000), middle, lambda conferences: None)
    assert 200 < written["conference"] < 800
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(max(conference.created_at), max(end_time), max(issue.created_at))"
            " FROM public.conference"
            " JOIN public.app_issue issue ON issue.conference_id = conference.id"
        )
        assert cursor.fetchone()[0] <= middle
        cursor.execute("SELECT count(*) FROM public.conference WHERE ongoing")
        assert 5 < cursor.fetchone()[0] < 60


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("history", "--now", "yesterday"), "'yesterday' is no time; expected ISO 8601"),
        (("history", "--days", "0"), "'0' is not a number above 0 and up to 3,650"),
        (("history", "--conferences", "many"), "'many' is not a number above 0"),
        (("history", "--add", "--if-empty"), "not allowed with argument --add"),
        (("live", "--rate", "-3"), "'-3' is not a number above 0"),
    ],
)
def test_a_wrong_argument_is_named(arguments: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        call_command("simulate", *arguments)


def test_a_history_costs_a_number_of_statements_for_each_batch_not_for_each_row(
    database: None,
) -> None:
    def statements(conferences: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            history.fill(1, NOW, 30, conferences, lambda done: None)
        return len(queries)

    few = statements(100)

    assert statements(900) == few  # still one batch
