"""The page "A number is wrong" of the docs: what it says to type works as typed."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from launch.postgres import postgres_programs
from tests import raw
from tests.health.scene import Scene, execute, scene
from tests.process import environment

pytestmark = pytest.mark.usefixtures("database")

PAGE = (settings.BASE_DIR / "docs" / "operating.md").read_text()
(CHAPTER,) = re.findall(r"^## A number is wrong\n(.*?)^## ", PAGE, re.MULTILINE | re.DOTALL)
APP, GONE = "c4e81b97-7d5a-4f29-9e60-813b5d2a6f03", "843743ef-c607-4503-bac4-f9811810dfc9"
OTHER = "80bb5f52-236d-4706-8196-1262fc15f12b"


@pytest.fixture
def there(database: None) -> Scene:
    """A conference was deleted where no trigger fires."""
    made = scene()
    with_replica = "SET session_replication_role = {}"
    execute(with_replica.format("replica"))
    for table in ("app_issue", "app_session", "participant_conferences"):
        execute(f"DELETE FROM public.{table} WHERE conference_id = %s", made.conference)
    execute("DELETE FROM public.conference WHERE id = %s", made.conference)
    execute(with_replica.format("origin"))
    return made


def of(there: Scene, text: str) -> str:
    """The text with the ids of this database."""
    return text.replace(APP, str(there.app_id)).replace(GONE, str(there.conference))


def psql(*options: str, script: str = "", cwd: Path | None = None) -> str:
    return subprocess.run(
        [postgres_programs() / "psql", environment()["DATABASE_URL"], "-XAt", *options],
        input=script,
        check=True,
        capture_output=True,
        text=True,
        cwd=cwd,
    ).stdout


def test_both_sides_are_counted_as_it_is_typed(there: Scene) -> None:
    (script,) = re.findall(r"```sql\n(.*?)```", CHAPTER, re.DOTALL)

    assert psql(script=of(there, script)).split() == ["2", "3"]


def test_the_steps_name_the_conference_trace_it_and_mend_it(
    there: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = re.findall(r"^\$ manage\.py ((?:audit|trace) .*)", CHAPTER, re.MULTILINE)
    audit, trace, repair, trace_again = (shlex.split(of(there, one)) for one in commands)

    with pytest.raises(SystemExit):
        call_command(*audit)
    assert f"unfounded in conference_fact: app_id = {there.app_id}" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command(*trace)
    assert "It has no raw row any more" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command(*repair)
    with pytest.raises(CommandError, match="Nothing counts it"):
        call_command(*trace_again)


def test_every_command_that_is_named_is_there() -> None:
    named = set(re.findall(r"`manage\.py ([^`]+)`", CHAPTER))

    assert {one.split()[0] for one in named} == {
        "status", "backfill", "capture", "warm_dashboard_cache", "sql"
    }  # fmt: skip
    for one in named - {"status"}:
        call_command(*one.split())


def test_psql_shows_what_a_refresh_would_add(
    there: Scene, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    [prints] = re.findall(r"^\$ manage\.py (sql .*) > change.sql$", CHAPTER, re.MULTILINE)
    [runs] = re.findall(r"^\$ psql (.*)$", CHAPTER, re.MULTILINE)
    call_command(*prints.split())
    (tmp_path / "change.sql").write_text(capsys.readouterr().out)

    new = raw.conference(there.app_id)
    shown = psql(*shlex.split(of(there, runs).replace(OTHER, str(new))), cwd=tmp_path)

    assert f"{there.app_id}|0|2026-11-20|success|1" in shown


def test_what_a_trace_may_say_is_in_the_table() -> None:
    text = (settings.BASE_DIR / "rollups" / "health" / "tracing" / "findings.py").read_text()
    said = " ".join(re.sub(r'"\s*f?"', "", text).split())

    rows = re.findall(r"^\| ([^|]+) \|[^|]+\|[^|]+\|$", CHAPTER, re.MULTILINE)[1:]
    parts = [part.strip() for row in rows for part in row.split("…") if part.strip()]
    assert len(rows) == 9
    assert [part for part in parts if part not in said] == []
