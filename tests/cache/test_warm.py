"""Warming: the dashboard's requests are hits, and their numbers are right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import redis
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from rollups import clock
from rollups.cache import warm
from rollups.changes import days
from rollups.pipeline import audit, backfill
from rollups.pipeline.refresh import drain
from rollups.reading.ranges import RANGES
from rollups.tasks import refresh
from rollups.tasks import warm as warm_everything
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 22, 15, 29, tzinfo=UTC)
PARTS = [
    "conferences/summary",
    "conferences/duration-summary",
    "conferences/participant-count-summary",
    "issues/summary",
    "issues/gum-summary",
    "connections/summary",
    "connections/setup-time-summary",
    "sessions/summary",
    "key-figures",
    "filters",
    "dashboard",
]


@pytest.fixture
def app_id() -> UUID:
    app_id = raw.app()
    conference = raw.conference(app_id, NOW - timedelta(hours=2))
    raw.session(conference, raw.participant(app_id), created_at=NOW - timedelta(hours=2))
    drain()
    return app_id


@pytest.fixture
def asking(client: APIClient, app_id: UUID) -> Callable[..., Any]:
    """Asks as the dashboard does. By default: the conferences of the last 24 hours."""

    def ask(address: str = "dashboard", name: str = "24h", **more: str) -> Any:
        params = {"appId": str(app_id), "range": name, **more}
        if address in {"dashboard", "conferences/summary"}:
            params["group_by"] = "hour" if name == "24h" else "day"
        return client.get(f"/v1/{address}", params)

    return ask


@pytest.fixture(autouse=True)
def at_now() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def total(response: Any) -> int:
    count: int = response.json()["key_figures"]["current"]["conferences"]
    return count


@pytest.mark.parametrize("name", RANGES)
def test_every_answer_is_a_hit_in_every_named_range(asking: Callable[..., Any], name: str) -> None:
    warm_everything()

    assert {address: asking(address, name)["X-Cache"] for address in PARTS} == dict.fromkeys(
        PARTS, "hit"
    )


def test_a_warm_answer_equals_a_computed_one(asking: Callable[..., Any]) -> None:
    warm_everything()

    for name in RANGES:
        for address in PARTS:
            warmed = asking(address, name)
            computed = asking(address, name, no_cache="true")
            assert (warmed["X-Cache"], computed["X-Cache"]) == ("hit", "bypass")
            assert warmed.json() == computed.json()


def test_a_zone_is_warm_for_a_day_after_it_was_opened(
    asking: Callable[..., Any], at_now: Any
) -> None:
    assert asking(timezone="Asia/Kolkata")["X-Cache"] == "miss"
    assert asking(timezone="Asia/Tokyo", browser="Chrome")["X-Cache"] == "miss"
    warm_everything()
    assert asking(name="90d", timezone="Asia/Kolkata")["X-Cache"] == "hit"
    assert asking(name="90d", timezone="Asia/Tokyo")["X-Cache"] == "miss"  # only filtered so far

    at_now.move_to(NOW + timedelta(days=1, minutes=1))
    warm_everything()
    assert asking()["X-Cache"] == "hit"
    assert asking(timezone="Asia/Kolkata")["X-Cache"] == "miss"


def test_an_app_is_active_if_it_has_traffic_or_was_opened(app_id: UUID, client: APIClient) -> None:
    silent, old, opened, recent = (raw.app() for _ in range(4))
    raw.conference(old, NOW - timedelta(days=31))
    raw.conference(recent, NOW - timedelta(days=29))
    client.get("/v1/dashboard", {"appId": str(opened), "range": "7d"})
    client.get("/v1/dashboard", {"appId": str(silent)})  # by a script, without a named range
    drain()

    assert set(warm.active_apps(clock.now())) == {app_id, opened, recent}


def _build_anew() -> None:
    days.note_all()
    backfill.run()
    drain()


@pytest.mark.parametrize(
    "change",
    [
        lambda: refresh(),
        lambda: call_command("refresh", verbosity=0),
        lambda: drain(),
        lambda: _build_anew(),
    ],
    ids=["refresh", "command", "drain", "backfill"],
)
def test_the_next_refresh_warms_what_another_command_changed(
    asking: Callable[..., Any], app_id: UUID, change: Callable[[], object]
) -> None:
    warm_everything()
    assert total(asking()) == 1

    raw.conference(app_id, NOW - timedelta(hours=1))
    change()
    refresh()

    response = asking()
    assert (response["X-Cache"], total(response)) == ("hit", 2)


def test_a_repaired_rollup_is_warmed_too(asking: Callable[..., Any]) -> None:
    warm_everything()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conference_status SET conferences = 7")
    assert list(audit.audit_all(repair=True)) != []
    refresh()

    response = asking()
    assert (response["X-Cache"], total(response)) == ("hit", 1)


def test_an_answer_that_has_not_changed_is_renewed_with_a_later_as_of(
    asking: Callable[..., Any],
) -> None:
    warm_everything()
    before = asking()

    warmed = warm.warm(warm.active_apps(clock.now()))

    after = asking()
    assert (warmed.computed, warmed.renewed > 20) == (0, True)
    assert after.content == before.content
    assert after["X-As-Of"] > before["X-As-Of"]


def test_a_flushed_cache_is_filled_by_the_next_tick(asking: Callable[..., Any]) -> None:
    warm_everything()
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    warm_everything()

    assert asking()["X-Cache"] == "hit"


def test_what_apps_and_ranges_share_is_read_once(app_id: UUID) -> None:
    def statements(apps: list[UUID]) -> int:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE app_state SET version = version + 1")
        with CaptureQueriesContext(connection) as context:
            assert warm.warm(apps).computed >= 40 * len(apps)
        return len(context.captured_queries)

    others = [raw.app() for _ in range(9)]
    for other in others:
        raw.conference(other, NOW)
    drain()

    assert statements([app_id, *others]) == statements([app_id])


def test_a_tick_that_has_no_time_left_ends_and_the_next_one_goes_on(
    app_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "APPS_AT_ONCE", 1)
    other = raw.app()
    raw.conference(other, NOW)
    drain()
    apps = [app_id, other]

    assert warm.warm(apps, within=0).computed == 0
    first = warm.warm(apps)
    assert (first.computed > 80, warm.warm(apps).computed) == (True, 0)
