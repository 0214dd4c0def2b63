"""The live queries count what the product counts. Else the two would not be comparable."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from benchmark.live.queries import LIVE, Asked
from benchmark.live.statements import STATEMENTS
from peermetrics.models import Session
from rollups.pipeline import backfill
from rollups.pipeline.refresh import drain
from simulate import history
from simulate.distributions import APPS
from tests import raw

SEED = 1
NOW = raw.NOON
APP = UUID(APPS[-1].id)
FILTERS: list[dict[str, list[str]]] = [
    {},
    {"browser": ["Chrome"]},
    {"browser": ["Chrome", "Safari"], "os": ["Windows", "Mac OS", "iOS"]},
    {"country": ["US", "DE"], "browser": ["Chrome"]},
]


def _sum(name: str) -> Callable[[Any], int]:
    return lambda answer: sum(entry[name] for entry in answer["data"])


# What of an answer is the number of rows that were counted.
COUNTED: dict[str, Callable[[Any], int]] = {
    "conferences/summary": _sum("total"),
    "conferences/duration-summary": _sum("count"),
    "conferences/participant-count-summary": _sum("conferences"),
    "issues/summary": _sum("count"),
    "issues/gum-summary": _sum("count"),
    "connections/summary": _sum("count"),
    "connections/setup-time-summary": _sum("count"),
    "sessions/summary": lambda answer: sum(one["count"] for one in answer["browsers"]),
}


@pytest.fixture
def filled(client: APIClient) -> APIClient:
    history.fill(SEED, NOW, days=3, conferences=150, done=lambda number: None)
    drain()
    backfill.run()
    return client


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_each_live_query_counts_the_rows_of_the_answer(
    filled: APIClient, filters: dict[str, list[str]]
) -> None:
    start = NOW - timedelta(days=2)
    params = {"appId": str(APP), "created_at_gte": start.isoformat(), **filters}
    without_platform = Session.objects.filter(
        conference__app_id=APP, is_active=True, platform=None, created_at__gte=start
    ).count()

    counted = {}
    expected = {}
    for address, live in LIVE.items():
        answer = filled.get(f"/v1/{address}", params)
        assert answer.status_code == 200
        expected[address] = COUNTED[address](answer.json())
        counted[address] = live(Asked(APP, start, filters=filters))

    if not filters:  # the product counts a session without a platform as Unknown
        expected["sessions/summary"] -= without_platform
    assert counted == expected
    assert expected["conferences/summary"] > 0


def test_each_statement_counts_the_days_and_the_apps(filled: APIClient) -> None:
    with connection.cursor() as cursor:
        for name, statement in STATEMENTS.items():
            cursor.execute(statement, {"app_id": None})
            everything = cursor.fetchall()
            cursor.execute(statement, {"app_id": str(APP)})
            of_app = cursor.fetchall()
            assert of_app, name
            assert [row for row in everything if str(row[0]) == str(APP)] == of_app or set(
                of_app
            ) == {row for row in everything if str(row[0]) == str(APP)}, name
