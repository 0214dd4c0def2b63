"""The cache: one key for equal questions, and answers also without Redis."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import redis
import time_machine
from django.conf import settings as django_settings
from pytest_django import Settings
from rest_framework.test import APIClient

from launch.ports import free_port
from launch.redis_server import redis_program
from rollups import redis_client, warm
from rollups.cache import key_of
from rollups.query import Filters, SummaryQuery
from rollups.refresh import drain
from rollups.summaries import CONFERENCES, FILTER_OPTIONS
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


def test_equal_questions_have_one_key_and_others_their_own(app_id: UUID) -> None:
    one = SummaryQuery(app_id, filters=Filters.of({"os": ["b", "a", "b"], "browser": ["c"]}))
    same = SummaryQuery(app_id, filters=Filters.of({"browser": ["c"], "os": ["a", "b"]}))
    others = [
        SummaryQuery(app_id),
        SummaryQuery(app_id, filters=Filters.of({"os": ["a"], "browser": ["b", "c"]})),
        SummaryQuery(app_id, zone="Asia/Tokyo"),
        SummaryQuery(app_id, group_by="hour"),
        SummaryQuery(app_id, start=datetime(2026, 11, 20, tzinfo=UTC)),
        SummaryQuery(app_id, end=datetime(2026, 11, 20, tzinfo=UTC)),
        SummaryQuery(UUID(int=1)),
    ]

    assert key_of(CONFERENCES, one) == key_of(CONFERENCES, same)
    keys = {key_of(CONFERENCES, query) for query in [one, *others]}
    keys.add(key_of(FILTER_OPTIONS, one))
    assert len(keys) == len(others) + 2
    assert re.fullmatch(
        rf"conf_summary:{app_id}:[0-9a-f]{{32}}:[0-9a-f]{{32}}", key_of(CONFERENCES, one)
    )


def test_an_entry_lives_for_its_ttl_and_up_to_a_sixth_more_or_less(
    client: APIClient, app_id: UUID
) -> None:
    for number in range(9):
        client.get(ADDRESS, {"appId": str(app_id), "browser": str(number)})
    store = redis.Redis.from_url(django_settings.REDIS_URL)

    lives = [store.pttl(key) / 1000 for key in store.keys("conf_summary:*")]

    assert len(lives) == 9
    assert all(49 < life <= 70 for life in lives)
    assert len(set(lives)) > 5


@pytest.mark.parametrize("name", ["24h", "7d", "30d", "90d"])
def test_what_is_warmed_is_what_the_dashboard_asks_for(
    client: APIClient, app_id: UUID, name: str
) -> None:
    raw.conference(app_id, datetime(2026, 11, 22, 15, tzinfo=UTC))
    drain()
    group_by = "hour" if name == "24h" else "day"
    asked = {"appId": str(app_id), "range": name, "timezone": "UTC"}
    with time_machine.travel(datetime(2026, 11, 22, 15, 29, tzinfo=UTC)):
        warm.warm(warm.active_apps())

        summary = client.get(ADDRESS, {**asked, "group_by": group_by})
        options = client.get("/v1/filters", asked)

    assert (summary["X-Cache"], options["X-Cache"]) == ("hit", "hit")
    assert sum(row["total"] for row in summary.json()["data"]) == 1


@pytest.fixture
def own_redis(settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis of this test's own, which it may stop."""
    port = free_port()
    command = [str(redis_program()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    redis_client.client.cache_clear()
    for _ in range(100):
        try:
            redis_client.client().ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield process
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()
    redis_client.client.cache_clear()
    redis_client.breaker.close()


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP])
def test_without_redis_answers_come_from_postgresql_and_soon_without_delay(
    client: APIClient, app_id: UUID, own_redis: subprocess.Popen[bytes], stop: signal.Signals
) -> None:
    raw.conference(app_id)
    drain()
    own_redis.send_signal(stop)

    seconds = []
    for _ in range(5):
        began = time.monotonic()
        response = client.get(ADDRESS, {"appId": str(app_id)})
        seconds.append(time.monotonic() - began)
        assert (response.status_code, response["X-Cache"]) == (200, "miss")
        assert response.json()["data"][0]["total"] == 1

    # The first one pays for finding out. The others ask no more: each would wait twice, to load
    # and to store.
    assert sum(seconds[1:]) < 4 * redis_client.TIMEOUT
