"""The recipe of CONTRIBUTING.md adds a statistic that is exact, and changes nothing else."""

import gzip
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings

from launch.paths import BIN
from rollups.statistics import FACTS, ROLLUPS
from tests.installation.upgrades.outcomes import (
    Key,
    conferences_behind,
    outcome_of_each,
    outcome_summary,
    whole_rollup,
)
from tests.installation.upgrades.recipe import blocks
from tests.peermetrics import Installation, empty_database
from tests.project import copy_of_the_project
from tests.proofs.histories import inserts
from tests.proofs.histories.operations import any_operation
from tests.proofs.histories.queries import any_query
from tests.proofs.histories.whole_tables import hashable
from tests.proofs.histories.writer import Story, Writer
from tests.proofs.oracle import Query, RawTables, read_raw_tables

NOW = datetime(2026, 11, 22, 14, 37, 12, 345678, UTC)
FORMER = Path(__file__).parent / "0008.sql.gz"  # a database of that version, with rows queued
QUESTIONS = 40

STORED = """
SELECT app_id::text, day::text, filtered_by, filter_value, outcome, sessions
FROM rollups.sessions_by_outcome"""

# An issue that leads to its session alone: it is of another conference. It comes, goes to another
# session, and goes away. Each changes the outcome of a session.
STRAY = (
    """
INSERT INTO public.app_issue (id, type, code, created_at, is_active, conference_id, session_id)
SELECT md5('stray')::uuid, 'e', 'ice_failed', now(), true, c.id, s.id
FROM public.app_session s JOIN public.conference c ON c.id <> s.conference_id
WHERE s.is_active AND NOT EXISTS (SELECT FROM public.app_issue i WHERE i.session_id = s.id)
ORDER BY s.id, c.id LIMIT 1""",
    """
UPDATE public.app_issue SET session_id = (
    SELECT s.id FROM public.app_session s
    WHERE s.is_active AND s.created_at::date <> (
        SELECT o.created_at::date FROM public.app_session o WHERE o.id = app_issue.session_id
    ) AND NOT EXISTS (SELECT FROM public.app_issue i WHERE i.session_id = s.id)
    ORDER BY s.id LIMIT 1
) WHERE id = md5('stray')::uuid""",
    "DELETE FROM public.app_issue WHERE id = md5('stray')::uuid",
)

# Reads queries from the standard input. Writes the answers of two addresses to each, and the length
# of a list.
ASK = """
import json, sys
import time_machine
from django.contrib.auth.models import User
from rest_framework.test import APIClient
client = APIClient(SERVER_NAME="localhost")
client.force_authenticate(User.objects.get_or_create(username="judge", is_superuser=True)[0])

def get(address, params, **further):
    return client.get(f"/v1/{address}", {**params, **further}).json()

asked = json.load(sys.stdin)
with time_machine.travel(asked["now"], tick=False):
    answers = [
        (
            get("sessions/outcome-summary", params, no_cache="true"),
            get("dashboard", params, no_cache="true"),
            get("conferences", params, outcome="error", limit="1")["count"],
        )
        for params in asked["queries"]
    ]
json.dump(answers, sys.stdout)
"""


class Traffic:
    """What PeerMetrics writes: random rows, as in the histories of `tests/proofs/histories`."""

    def __init__(self, installation: Installation) -> None:
        self._connection = installation.connect()
        self._writer = Writer("peermetrics", self._connection, Random("recipe"), NOW, Story())
        self.apps: list[str] = []

    def begin(self) -> None:
        self.apps = inserts.apps(self._writer)
        for _ in range(60):
            self._writer.attempt(inserts.whole_conference)
        self._writer.commit()

    def go_on(self) -> None:
        for _ in range(150):
            self._writer.attempt(any_operation(self._writer.rng))
            self._writer.commit()

    def end(self) -> None:
        self._connection.close()


@pytest.fixture
def alone() -> Iterator[Installation]:
    """An empty database of which everything is ours."""
    with empty_database() as made:
        yield made


@pytest.fixture
def traffic(alone: Installation) -> Iterator[Traffic]:
    peermetrics = Traffic(alone)
    yield peermetrics
    peermetrics.end()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, changed by the recipe."""
    copy = copy_of_the_project(tmp_path / "project")
    for block in blocks(settings.BASE_DIR / "CONTRIBUTING.md"):
        block.apply(copy)
    return copy


def empty(alone: Installation, traffic: Traffic) -> None:
    """Nothing was ever installed."""


def filled(alone: Installation, traffic: Traffic) -> None:
    """The code of today was installed, and has counted."""
    alone.manage("migrate", "-v0", role="")
    traffic.begin()
    traffic.go_on()
    alone.manage("backfill", role="")


def former(alone: Installation, traffic: Traffic) -> None:
    """Former code was installed, and has counted, but not yet what is queued."""
    alone.load(gzip.decompress(FORMER.read_bytes()).decode())


@pytest.mark.parametrize("start", [empty, filled, former], ids=lambda start: start.__name__)
def test_a_statistic_that_is_added_later_is_installed_filled_and_exact(
    alone: Installation,
    traffic: Traffic,
    project: Path,
    start: Callable[[Installation, Traffic], None],
) -> None:
    start(alone, traffic)
    before = everything_else(alone) if start is filled else {}

    alone.use(project)
    alone.manage("makemigrations", "rollups", "-v0", role="")
    alone.manage("makemigrations", "--check", "-v0", role="")
    alone.manage("check", role="")
    alone.manage("migrate", "-v0", role="")
    alone.manage("backfill", role="")

    judge(alone, traffic)
    if start is filled:
        assert everything_else(alone) == before
    else:
        traffic.begin()
    traffic.go_on()
    alone.manage("refresh", role="")
    judge(alone, traffic)
    for statement in STRAY:
        counted = whole_rollup(raw_rows(alone))
        alone.execute(statement)
        alone.manage("refresh", role="")
        assert judge_rows(alone) != counted


def test_the_card_of_the_recipe_fits_the_schema_and_the_page(
    alone: Installation, project: Path
) -> None:
    web = project / "web"
    (web / "node_modules").symlink_to(settings.BASE_DIR / "web" / "node_modules")
    alone.use(project)

    alone.manage("spectacular", "--file", "api/openapi.yaml", role="")
    run_of_page(web, "openapi-typescript", "../api/openapi.yaml", "-o", "src/api/schema.d.ts")
    run_of_page(web, "vue-tsc", "-p", "tsconfig.app.json", "--noEmit", "--incremental", "false")
    run_of_page(web, "eslint", "src/dashboard", "src/view", "src/conferences")


def run_of_page(web: Path, program: str, *arguments: str) -> None:
    """Run a program of the page's packages. It must find nothing wrong."""
    done = subprocess.run(
        [web / "node_modules" / ".bin" / program, *arguments],
        cwd=web,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def judge(alone: Installation, traffic: Traffic) -> None:
    """The rollup, the fact's column and the answers equal a recount of the raw rows."""
    judge_rows(alone)
    raw = raw_rows(alone)
    outcomes = outcome_of_each(raw)
    stored = alone.execute("SELECT session_id::text, outcome FROM rollups.session_fact")
    assert all(outcomes[session] == outcome for session, outcome in stored)
    assert alone.manage("audit", role="") == "0 differences found.\n"
    queries = [question(traffic, raw, n) for n in range(QUESTIONS if traffic.apps else 0)]
    for query, answer in zip(queries, answers(alone, queries), strict=True):
        summary, dashboard, listed = answer
        expected = outcome_summary(raw, query, NOW)
        assert (query, summary) == (query, expected)
        assert (query, dashboard.get("outcomes", dashboard)) == (query, expected)
        assert (query, listed) == (query, conferences_behind(raw, query, "error", NOW))


def judge_rows(alone: Installation) -> dict[Key, int]:
    """The whole rollup equals a recount, as its view shows it. The recount."""
    expected = whole_rollup(raw_rows(alone))
    assert {tuple(key): count for *key, count in alone.execute(STORED)} == expected
    of = "SELECT count(*), sum(sessions) FROM rollups.session_outcome WHERE filter_id IN ({})"
    [(rows, _)] = alone.execute(of.format("SELECT id FROM rollups.filter"))
    [(_, by_segment)] = alone.execute(of.format("SELECT id FROM rollups.segment"))
    [(_, in_all)] = alone.execute(of.format("0"))
    assert (rows, by_segment) == (len(expected), in_all)
    return expected


def question(traffic: Traffic, raw: RawTables, number: int) -> Query:
    rng = Random(f"question {number}")
    return any_query(rng, "sessions/outcome-summary", rng.choice(traffic.apps), NOW, raw)


def answers(alone: Installation, queries: list[Query]) -> list[tuple[Any, Any, int]]:
    """Of the new address and of the dashboard, and how many conferences a list of errors has."""
    asked = {"now": NOW.isoformat(), "queries": [query.params() for query in queries]}
    said = alone.manage("shell", "-v0", "-c", ASK, role="", given=json.dumps(asked))
    return [tuple(each) for each in json.loads(said)]


def raw_rows(alone: Installation) -> RawTables:
    connection = alone.connect()
    try:
        return read_raw_tables(connection)
    finally:
        connection.close()


def everything_else(alone: Installation) -> dict[str, set[tuple[Any, ...]]]:
    """The rows of all tables that were there before, with the columns that they had."""
    columns = {one.name: one.columns for one in FACTS} | {
        one.name: (*one.key, *one.measures) for one in ROLLUPS
    }
    return {
        table: {
            tuple(map(hashable, row))
            for row in alone.execute(f"SELECT {', '.join(names)} FROM rollups.{table}")
        }
        for table, names in columns.items()
    }
