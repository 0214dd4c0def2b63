"""A day of ticks: each request of the dashboard is a hit, also as a day, hour or range begins."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from rollups.reading.ranges import RANGES
from rollups.tasks import refresh, warm
from tests import raw
from tests.cache.ageing import let_pass

pytestmark = pytest.mark.usefixtures("database")

MORNING = datetime(2026, 12, 31, 6, 0, 7, tzinfo=UTC)  # a year ends, and in Berlin an hour earlier
HISTORY = [MORNING - timedelta(days=days) for days in range(100)]
TICK = timedelta(seconds=30)
ZONES = ("UTC", "Europe/Berlin")


@pytest.fixture
def app_id() -> UUID:
    app_id = raw.app()
    for moment in HISTORY:
        raw.conference(app_id, moment)
    drain()
    return app_id


def ticks() -> Iterator[datetime]:
    """The ticks around each full hour, and one in fifteen minutes of the others."""
    for number in range(24 * 120):
        moment = MORNING + number * TICK
        if number % 30 == 0 or (moment + timedelta(seconds=90)).minute < 3:
            yield moment


def test_every_request_of_a_day_is_a_hit_and_has_the_right_number(
    client: APIClient, app_id: UUID
) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    history = list(HISTORY)
    with time_machine.travel(MORNING - TICK, tick=False) as clock:
        client.force_login(User.objects.get())  # the session of the fixture would be too old
        for zone in ZONES:
            _open(client, app_id, "7d", zone)
        warm()
        for number, moment in enumerate(ticks()):
            # For Redis, one tick of time passes, also where ticks are left out.
            let_pass(TICK.total_seconds())
            clock.move_to(moment - timedelta(seconds=1))  # the tick's own second comes last
            outcomes.update(_open_everything(client, app_id))
            clock.move_to(moment)
            if number % 10 == 0:
                raw.conference(app_id, moment)
                history.append(moment)
                refresh()
            warm()
            outcomes.update(_open_everything(client, app_id))
            assert _conferences_of_24_hours(client, app_id) == _since(history, moment)

    assert {outcome for _, outcome in outcomes} == {"hit"}, outcomes
    assert outcomes.total() > 3_000


def _open_everything(client: APIClient, app_id: UUID) -> Iterator[tuple[str, str]]:
    for zone in ZONES:
        for name in RANGES:
            yield name, _open(client, app_id, name, zone)["X-Cache"]
        asked = {"appId": str(app_id), "range": "30d", "timezone": zone}
        yield "filters", client.get("/v1/filters", asked)["X-Cache"]


def _conferences_of_24_hours(client: APIClient, app_id: UUID) -> int:
    figures = _open(client, app_id, "24h", "UTC").json()["key_figures"]
    count: int = figures["current"]["conferences"]
    return count


def _since(history: list[datetime], now: datetime) -> int:
    start = now.replace(minute=0, second=0) - timedelta(hours=24)
    return sum(moment >= start for moment in history)


def _open(client: APIClient, app_id: UUID, name: str, zone: str) -> Any:
    group_by = "hour" if name == "24h" else "day"
    asked = {"appId": str(app_id), "range": name, "timezone": zone, "group_by": group_by}
    return client.get("/v1/dashboard", asked)
