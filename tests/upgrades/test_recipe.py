"""The recipe of CONTRIBUTING.md adds a statistic that is exact, and changes nothing else."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings

from rollups.statistics import FACTS, ROLLUPS
from tests.histories import inserts
from tests.histories.operations import any_operation
from tests.histories.queries import any_query
from tests.histories.writer import Story, Writer
from tests.installation import Installation, empty_database
from tests.oracle import Query, RawTables, read_raw_tables
from tests.project import copy_of_the_project
from tests.upgrades.outcomes import outcome_of_each, outcome_summary, whole_rollup
from tests.upgrades.recipe import blocks

NOW = datetime(2026, 11, 22, 14, 37, 12, 345678, UTC)
FORMER = Path(__file__).parent / "0008.sql.gz"  # a database of that version, with rows queued
QUESTIONS = 40

STORED = """
SELECT app_id::text, day::text, filtered_by, filter_value, outcome, sessions
FROM rollups.sessions_by_outcome"""

# Reads queries from the standard input, and writes the answers of two addresses to each.
ASK = """
import json, sys
import time_machine
from django.contrib.auth.models import User
from rest_framework.test import APIClient
client = APIClient()
client.force_authenticate(User.objects.get_or_create(username="judge", is_superuser=True)[0])
asked = json.load(sys.stdin)
with time_machine.travel(asked["now"], tick=False):
    json.dump([
        [client.get(f"/v1/{address}", {**params, "no_cache": "true"}).json()
         for address in ("sessions/outcome-summary", "dashboard")]
        for params in asked["queries"]
    ], sys.stdout)
"""


class Traffic:
    """What PeerMetrics writes: random rows, as in the histories of `tests/histories`."""

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
    assert whole_rollup(raw_rows(alone))


def judge(alone: Installation, traffic: Traffic) -> None:
    """The whole rollup, the fact's column and the answers equal a recount of the raw rows."""
    raw = raw_rows(alone)
    assert {tuple(key): count for *key, count in alone.execute(STORED)} == whole_rollup(raw)
    assert alone.execute("SELECT count(*) FROM rollups.session_outcome") == [
        (len(whole_rollup(raw)),)
    ]
    outcomes = outcome_of_each(raw)
    stored = alone.execute("SELECT session_id::text, outcome FROM rollups.session_fact")
    assert all(outcomes[session] == outcome for session, outcome in stored)
    assert alone.manage("audit", role="") == "0 differences found.\n"
    queries = [question(traffic, raw, n) for n in range(QUESTIONS if traffic.apps else 0)]
    for query, (summary, dashboard) in zip(queries, answers(alone, queries), strict=True):
        expected = outcome_summary(raw, query, NOW)
        assert (query, summary, dashboard["outcomes"]) == (query, expected, expected)


def question(traffic: Traffic, raw: RawTables, number: int) -> Query:
    rng = Random(f"question {number}")
    return any_query(rng, "sessions/outcome-summary", rng.choice(traffic.apps), NOW, raw)


def answers(alone: Installation, queries: list[Query]) -> list[tuple[Any, Any]]:
    """Of the new address and of the dashboard, by the code of the project's copy."""
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
        table: set(alone.execute(f"SELECT {', '.join(names)} FROM rollups.{table}"))
        for table, names in columns.items()
    }
