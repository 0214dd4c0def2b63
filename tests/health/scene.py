"""Three conferences of an app on one day, all counted. The first is the one that is traced."""

import json
import re
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection

from rollups.pipeline.refresh import drain
from tests import raw


class Scene(NamedTuple):
    app_id: UUID
    conference: UUID
    session: UUID
    person: UUID


def scene() -> Scene:
    app_id = raw.app()
    scenes = [_conference(app_id, browser) for browser in ("Chrome", "Chrome", "Firefox")]
    drain()
    return scenes[0]


def _conference(app_id: UUID, browser: str) -> Scene:
    person = raw.participant(app_id)
    conference = raw.conference(app_id)
    raw.member(conference, person)
    session = raw.session(conference, person, platform=raw.platform(browser, "Linux"))
    raw.session(conference, person, platform=raw.platform("Opera", "Linux"), is_active=False)
    raw.issue(conference, session)
    return Scene(app_id, conference, session, person)


def execute(statement: str, *params: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


class Traced(NamedTuple):
    """What `manage.py trace` wrote, and how it exited."""

    text: str
    code: int

    @property
    def end(self) -> str:
        """What stands behind the last section, in one line."""
        return " ".join(self.text.rpartition("\n\n")[2].split())

    def section(self, title: str) -> list[str]:
        block = re.search(rf"^{title}.*\n((?:  .*\n)+)", self.text, re.MULTILINE)
        assert block, self.text
        return [" ".join(line.split()) for line in block[1].splitlines()]

    @property
    def commands(self) -> list[list[str]]:
        """The commands that the end says to type."""
        option = r"(?: --[a-z]+(?: [0-9a-f-]{10,})?)"
        found = re.findall(rf"manage\.py (capture on|[a-z_]+{option}*)", self.end)
        return [command.split() for command in found]


def traced(capsys: pytest.CaptureFixture[str], conference_id: UUID | str, *options: str) -> Traced:
    capsys.readouterr()
    code = 0
    try:
        call_command("trace", str(conference_id), *options)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return Traced(capsys.readouterr().out, code)


def as_json(capsys: pytest.CaptureFixture[str], conference_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(traced(capsys, conference_id, "--json").text)
    return found


def type_command(command: list[str]) -> None:
    """As the on-call engineer would. A command that repaired something exits with 1."""
    with suppress(SystemExit):
        call_command(*command)
