"""PostgreSQL cancels a query that takes too long. Only its own request fails."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import redis
from django.conf import settings as django_settings
from psycopg2.extensions import connection as Connection  # noqa: N812  its name is psycopg2's
from pytest_django import Settings
from rest_framework.test import APIClient

from rollups.cache.store import LIFE
from rollups.models import ChangeQueue
from rollups.pipeline.refresh import drain
from rollups.servers import database
from tests import raw

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id(settings: Settings) -> UUID:
    settings.QUERY_TIMEOUT_SECONDS = 1
    app_id = raw.app()
    raw.conference(app_id)
    drain()
    return app_id


@pytest.fixture
def locked(connect: Callable[[], Connection]) -> Iterator[Callable[[], None]]:
    """Call it, and nobody can read the conferences any more."""
    holder = connect()

    def lock() -> None:
        with holder.cursor() as cursor:
            cursor.execute("LOCK TABLE rollups.conference_fact, rollups.conference_status")

    yield lock
    holder.rollback()


@pytest.mark.parametrize("address", ["conferences/summary", "conferences"])
def test_its_request_is_refused_with_retry_after_and_others_are_answered(
    address: str, client: APIClient, app_id: UUID, locked: Callable[[], None]
) -> None:
    locked()
    asked = {"appId": str(app_id)}

    refused = client.get(f"/v1/{address}", asked)

    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["error_code"] == "query_timeout"
    assert not database.breaker.is_open
    assert client.get("/v1/issues/summary", asked).status_code == 200


def test_an_old_answer_is_given_instead_as_stale(
    client: APIClient, app_id: UUID, locked: Callable[[], None]
) -> None:
    asked = {"appId": str(app_id)}
    fresh = client.get("/v1/conferences/summary", asked)
    cache = redis.Redis.from_url(django_settings.REDIS_URL)
    for key in cache.scan_iter("conf_summary:*"):
        cache.pexpire(key, (LIFE - 120) * 1000)
    locked()

    stale = client.get("/v1/conferences/summary", asked)

    assert (stale.status_code, stale["X-Cache"]) == (200, "stale")
    assert stale.content == fresh.content


def test_the_refresh_of_a_request_with_no_cache_is_cancelled_too_and_loses_nothing(
    client: APIClient, app_id: UUID, locked: Callable[[], None]
) -> None:
    raw.conference(app_id)
    asked = {"appId": str(app_id), "no_cache": "true"}
    locked()

    refused = client.get("/v1/issues/summary", asked)

    assert (refused.status_code, refused.json()["error_code"]) == (503, "query_timeout")
    assert ChangeQueue.objects.count() == 1
