"""`manage.py trace` only reads, in one snapshot, and gives up in time."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups.health.tracing import trace as tracing
from tests.away import postgresql_away
from tests.health.scene import Scene, traced

Capsys = pytest.CaptureFixture[str]


def test_it_reads_one_snapshot_and_writes_nothing(
    capsys: Capsys, there: Scene, connect: Callable[[], Connection]
) -> None:
    with connect() as watching, watching.cursor() as cursor:
        cursor.execute("LOCK TABLE rollups.app_state IN SHARE ROW EXCLUSIVE MODE")  # no write
        assert traced(capsys, there.conference).code == 0
    run: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        run.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        traced(capsys, there.conference)
    assert "ISOLATION LEVEL REPEATABLE READ READ ONLY" in run[0]
    assert all("statement_timeout" in sql or "SAVEPOINT" in sql for sql in run)


def test_it_gives_up_where_a_lock_is_in_the_way(
    there: Scene, connect: Callable[[], Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "SECONDS", 0.5)
    blocker = connect()
    with blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE public.conference IN ACCESS EXCLUSIVE MODE")

    with pytest.raises(CommandError, match="PostgreSQL did not finish within"):
        call_command("trace", str(there.conference))


def test_a_comparison_that_takes_too_long_is_left_to_the_audit(
    capsys: Capsys, there: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "COMPARE_SECONDS", 0.0)

    found = traced(capsys, there.conference)

    assert found.code == 1
    assert "could not be compared" in found.end
    assert found.commands == [
        ["audit", "--app", str(there.app_id), "--from", "2026-11-20", "--to", "2026-11-20"]
    ]


@pytest.mark.usefixtures("there")
def test_postgresql_that_is_away_is_told() -> None:
    with postgresql_away(), pytest.raises(CommandError, match="PostgreSQL does not answer: "):
        call_command("trace", str(UUID(int=1)))
