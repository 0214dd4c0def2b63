"""Hits: one round trip to Redis, the same response as without the shortcut, and right counters."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
import redis
import time_machine
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.middleware.csrf import get_token
from django.test import RequestFactory
from pytest_django import Settings
from redis import ConnectionPool
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from api.models import Membership
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"
GIVE_HITS = "api.summary_hits.give_hits"
TAKE_CONNECTION = ConnectionPool.get_connection


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 20, 12, 30, tzinfo=UTC), tick=False) as travelled:
        yield travelled


class Caller:
    """A member of one app's organization, with a session or a token. His answers are warm."""

    def __init__(self, by: str) -> None:
        organization = raw.organization()
        self.app = raw.app(organization)
        raw.conference(self.app)
        drain()
        self.user = User.objects.create(username="bob")
        Membership.objects.create(user=self.user, organization_id=organization)
        self.by = by
        self.client = APIClient()
        if by == "token":
            token = Token.objects.create(user=self.user)
            self.client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        else:
            self.client.force_login(self.user)

    def asks(self, app: UUID | None = None, **headers: str) -> Any:
        params = {"appId": str(app or self.app), "range": "7d"}
        return self.client.get(ADDRESS, params, headers=headers)

    def counted(self) -> tuple[int, int]:
        """How many requests were counted for the address, and for the caller."""
        address, caller = ("address", "127.0.0.1"), (self.by, str(self.user.pk))
        return counter(*address), counter(*caller)


def counter(*who: str) -> int:
    limit = configured.RATE_LIMIT_PER_MINUTE
    key = f"limit:{{LIMITER/{'/'.join(who)}/{limit}/1/minute}}"
    return int(cache().get(key) or 0)


def cache() -> Any:
    return redis.Redis.from_url(configured.REDIS_URL)


def round_trips(ask: Callable[[], Any]) -> int:
    """Each command, and each pipeline, takes a connection of the pool."""
    with patch.object(
        ConnectionPool, "get_connection", autospec=True, side_effect=TAKE_CONNECTION
    ) as taken:
        ask()
    return taken.call_count


@pytest.fixture(params=["token", "session"])
def bob(request: pytest.FixtureRequest) -> Caller:
    caller = Caller(request.param)
    assert [caller.asks()["X-Cache"] for _ in range(2)] == ["miss", "hit"]
    return caller


def test_a_hit_takes_one_round_trip_to_redis(bob: Caller) -> None:
    assert round_trips(bob.asks) == 1


def test_a_hit_passes_no_middleware_after_the_one_that_gives_hits(
    bob: Caller, settings: Settings
) -> None:
    first = settings.MIDDLEWARE.index(GIVE_HITS) + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:first], f"{__name__}.refuse_all"]
    bob.client.handler.load_middleware()

    assert bob.asks()["X-Cache"] == "hit"


def refuse_all(get_response: Any) -> Any:
    def middleware(request: Any) -> Any:
        raise AssertionError("The request went on.")

    return middleware


HEADERS: dict[str, dict[str, str]] = {
    "plain": {},
    "gzip": {"Accept-Encoding": "gzip, deflate, br"},
    "no gzip": {"Accept-Encoding": "gzip;q=0"},
    "the same ETag": {"If-None-Match": "*"},
    "another ETag": {"If-None-Match": 'W/"other"'},
    "a precondition": {"If-Match": '"other"'},
    "JSON accepted": {"Accept": "application/json, text/plain, */*"},
    "JSON not accepted": {"Accept": "text/html"},
    "an unknown host": {"Host": "elsewhere.example"},
    "another scheme": {"Authorization": "Basic Ym9iOmJvYg=="},
    "a malformed token": {"Authorization": "Token a b"},
    "an unknown token": {"Authorization": "Token 0123456789"},
}
COOKIES: dict[str, dict[str, str]] = {
    "none": {},
    "a CSRF token": {"csrftoken": get_token(RequestFactory().get("/"))[:32]},
    "a malformed CSRF token": {"csrftoken": "short"},
    "a malformed session": {"rollups_session": "short"},
}


def seen(response: Any) -> tuple[Any, ...]:
    """What a client sees, without the secret of a new cookie."""
    headers = dict(response.items())
    cookies = {
        name: (len(cookie.value), cookie["max-age"]) for name, cookie in response.cookies.items()
    }
    return response.status_code, headers, cookies, response.content


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("cookies", COOKIES.values(), ids=COOKIES)
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_response_is_the_same_as_without_the_shortcut(
    bob: Caller,
    settings: Settings,
    method: str,
    cookies: dict[str, str],
    headers: dict[str, str],
) -> None:
    def ask() -> Any:
        bob.client.cookies.load(cookies)
        params = {"appId": str(bob.app), "range": "7d"}
        return seen(getattr(bob.client, method)(ADDRESS, params, headers=headers))

    short = ask()
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != GIVE_HITS]
    bob.client.handler.load_middleware()

    assert short == ask()


def test_each_request_is_counted_once_for_its_address_and_its_caller(bob: Caller) -> None:
    bob.asks()  # a hit
    cache().delete(*cache().keys("conf_summary:*"))
    bob.asks()  # a miss
    bob.asks(uuid4())  # an app that bob does not see
    cache().delete(*cache().keys("who:*"))
    bob.asks()  # PostgreSQL says who asks

    assert bob.counted() == (6, 6)


def test_a_refused_address_is_not_counted_as_a_caller(bob: Caller, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 2
    APIClient().get(ADDRESS)  # counted for the address alone

    assert [bob.asks().status_code for _ in range(3)] == [200, 429, 429]
    assert bob.counted() == (2, 1)


def test_a_caller_over_the_limit_gets_no_hit(bob: Caller, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 1
    statuses = [
        bob.client.get(
            ADDRESS, {"appId": str(bob.app), "range": "7d"}, REMOTE_ADDR=f"192.0.2.{n}"
        ).status_code
        for n in range(3)
    ]

    assert statuses == [200, 429, 429]
    assert counter(bob.by, str(bob.user.pk)) == 1


def test_a_revoked_credential_is_not_counted_as_its_user(bob: Caller) -> None:
    bob.user.is_active = False
    bob.user.save()

    assert bob.asks().status_code == 401
    assert bob.counted() == (3, 2)


def test_the_answer_to_a_remembered_query_is_that_of_the_hour(
    clock: time_machine.Traveller,
) -> None:
    bob = Caller("token")
    assert [bob.asks()["X-Cache"] for _ in range(2)] == ["miss", "hit"]

    clock.move_to(datetime(2026, 11, 21, 12, 30, tzinfo=UTC))
    bob.client.get(ADDRESS, {"appId": str(bob.app)})  # his credential is fresh again

    assert bob.asks()["X-Cache"] == "miss"


def test_a_session_and_a_token_of_one_user_have_counters_of_their_own(bob: Caller) -> None:
    other = "session" if bob.by == "token" else "token"

    assert counter(other, str(bob.user.pk)) == 0
