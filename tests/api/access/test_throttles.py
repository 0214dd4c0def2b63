"""Limits in a minute: of one address, one caller and one username."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import redis
import time_machine
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from api.access.counters import _in_memory
from tests.away import redis_away

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def three_a_minute(settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 3
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def token(superuser: User) -> str:
    return str(Token.objects.create(user=superuser))


def asks(address: str, **headers: str) -> Any:
    return APIClient().get("/v1/apps", REMOTE_ADDR=address, headers=headers)


def logs_in(username: object, address: str = "192.0.2.1") -> int:
    body = json.dumps({"username": username, "password": "wrong"})
    client = APIClient(REMOTE_ADDR=address)
    return client.post("/v1/session", body, content_type="application/json").status_code


def counters() -> list[Any]:
    return list(redis.Redis.from_url(configured.REDIS_URL).keys("limit:*"))


def test_an_address_that_asks_too_much_is_told_when_to_try_again() -> None:
    assert [asks("192.0.2.1").status_code for _ in range(3)] == [401] * 3

    refused = asks("192.0.2.1")

    seconds = int(refused["Retry-After"])
    assert 1 <= seconds <= 60
    message = f"Too many requests. Try again in {seconds} s."
    assert refused["Content-Type"] == "application/problem+json"
    assert (refused.status_code, refused.json()) == (
        429,
        {
            "error_code": "rate_limited",
            "message": message,
            "type": "about:blank",
            "title": "Too Many Requests",
            "status": 429,
            "detail": message,
        },
    )
    assert asks("192.0.2.2").status_code == 401


def test_a_refused_address_costs_postgresql_nothing(token: str) -> None:
    for _ in range(3):
        asks("192.0.2.1")

    with CaptureQueriesContext(connection) as queries:
        assert asks("192.0.2.1", Authorization=f"Token {token}").status_code == 429

    assert len(queries) == 0


def test_a_forged_header_does_not_change_the_address() -> None:
    answers = [asks("192.0.2.1", X_Forwarded_For=f"198.51.100.{n}").status_code for n in range(4)]

    assert answers == [401, 401, 401, 429]


def test_the_addresses_of_one_ipv6_network_are_counted_as_one() -> None:
    answers = [asks(f"2001:db8:0:1::{n}").status_code for n in range(4)]

    assert answers == [401, 401, 401, 429]
    assert asks("2001:db8:0:2::1").status_code == 401


def test_a_token_is_counted_for_all_addresses_together(token: str) -> None:
    headers = {"Authorization": f"Token {token}"}
    answers = [asks(f"192.0.2.{n}", **headers).status_code for n in range(4)]

    assert answers == [200, 200, 200, 429]
    refused = asks("192.0.2.9", **headers)
    assert refused.json()["error_code"] == "rate_limited"
    assert (
        refused.json()["message"] == f"Too many requests. Try again in {refused['Retry-After']} s."
    )


def test_a_session_is_answered_while_a_token_of_its_user_is_refused(
    token: str, superuser: User
) -> None:
    for n in range(4):
        asks(f"192.0.2.{n}", Authorization=f"Token {token}")
    dashboard = APIClient()
    dashboard.force_login(superuser)

    assert dashboard.get("/v1/apps", REMOTE_ADDR="192.0.2.9").status_code == 200


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/static/nothing.js"])
def test_addresses_outside_the_api_are_not_counted(address: str) -> None:
    answers = {APIClient().get(address).status_code for _ in range(5)}

    assert 429 not in answers


def test_attempts_to_log_in_are_limited_for_each_username_from_an_address() -> None:
    assert [logs_in("ada") for _ in range(11)] == [400] * 10 + [429]

    assert logs_in("bob") == 400
    assert logs_in("ada", "192.0.2.2") == 400


def test_attempts_with_ever_new_usernames_are_limited_for_an_address() -> None:
    answers = [logs_in(f"user {n}") for n in range(61)]

    assert answers == [400] * 60 + [429]
    assert logs_in("ada", "192.0.2.2") == 400


@pytest.mark.parametrize("username", [None, 7, [], {"a": 1}, "\0", "x" * 10_000, "\ud800"])
def test_a_malformed_username_gets_a_400(username: object) -> None:
    assert logs_in(username) == 400


@pytest.mark.parametrize("body", ["[1]", '"text"', "{", "null"])
def test_a_body_that_is_no_object_gets_a_400(body: str) -> None:
    client = APIClient()

    assert client.post("/v1/session", body, content_type="application/json").status_code == 400


def test_counters_expire_and_reveal_no_username(token: str) -> None:
    username = f"ada-{uuid4()}"
    asks("192.0.2.1", Authorization=f"Token {token}")
    logs_in(username)

    server = redis.Redis.from_url(configured.REDIS_URL)
    assert counters()
    assert all(0 < server.ttl(key) <= 120 for key in counters())
    assert not any(username.encode() in key for key in counters())


def test_a_rejected_token_makes_no_counter_but_that_of_its_address() -> None:
    for _ in range(3):
        asks("192.0.2.1", Authorization=f"Token {uuid4().hex}")

    assert len(counters()) == 1


@pytest.fixture
def fresh_process() -> Iterator[None]:
    _in_memory.cache_clear()
    yield
    _in_memory.cache_clear()


@pytest.mark.usefixtures("fresh_process")
def test_without_redis_each_process_counts_for_itself() -> None:
    with redis_away(), time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
        assert [asks("192.0.2.1").status_code for _ in range(4)] == [401, 401, 401, 429]

        clock.shift(120)

        assert asks("192.0.2.1").status_code == 401
    assert counters() == []
