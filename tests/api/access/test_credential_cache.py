"""The credential cache: what it costs, how long an entry is used, and that it never grants access
which PostgreSQL would refuse."""

from typing import Any
from uuid import UUID

import pytest
import redis
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from api.access.credential_cache import Credential, read
from api.models import Membership
from tests import raw
from tests.api.access.caller import Caller

pytestmark = pytest.mark.usefixtures("database")


def entries(server: "redis.Redis") -> list[Any]:
    return [key for key in server.scan_iter("who:*") if key != b"who:generation"]


def test_a_warm_answer_asks_postgresql_nothing(bob: Caller) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = bob.asks()

    assert (response["X-Cache"], len(queries)) == ("hit", 0)


def test_a_deleted_membership_ends_within_ten_seconds(
    bob: Caller, clock: time_machine.Traveller
) -> None:
    bob.membership.delete()
    assert bob.gets() == (200, None)

    clock.shift(10)

    assert bob.gets() == (404, "app_not_found")


def test_a_deleted_token_ends_within_ten_seconds(
    tokens_owner: Caller, clock: time_machine.Traveller
) -> None:
    Token.objects.all().delete()
    assert tokens_owner.gets() == (200, None)

    clock.shift(10)

    assert tokens_owner.gets() == (401, "invalid_token")


def test_after_a_log_out_the_cookie_is_refused_at_once(session_owner: Caller) -> None:
    thief = APIClient()
    thief.cookies.update(session_owner.client.cookies)
    session_owner.client.logout()

    session_owner.client = thief

    assert session_owner.gets() == (401, "missing_token")


def test_after_a_log_out_by_the_api_the_cookie_is_refused_at_once(session_owner: Caller) -> None:
    cookies = dict(session_owner.client.cookies)
    assert session_owner.client.delete("/v1/session").status_code == 204

    session_owner.client = APIClient()
    session_owner.client.cookies.update(cookies)

    assert session_owner.gets() == (401, "missing_token")


def test_a_changed_password_ends_every_session_at_once(session_owner: Caller) -> None:
    session_owner.user.set_password("another horse")
    session_owner.user.save()

    assert session_owner.gets() == (401, "missing_token")


def test_a_user_who_is_made_inactive_is_refused_at_once(bob: Caller) -> None:
    bob.user.is_active = False
    bob.user.save()

    assert bob.gets()[0] == 401


def test_new_users_and_log_ins_void_no_entry(bob: Caller) -> None:
    APIClient().force_login(User.objects.create(username="eve"))
    APIClient().force_login(bob.user)

    with CaptureQueriesContext(connection) as queries:
        assert bob.gets() == (200, None)

    assert len(queries) == 0


def test_an_entry_of_one_app_gives_no_access_to_another(bob: Caller) -> None:
    theirs = raw.app(raw.organization())

    for _ in range(2):
        refused = bob.asks(theirs)
        assert (refused.status_code, refused.json()["error_code"]) == (404, "app_not_found")


def test_a_refusal_is_not_kept(bob: Caller) -> None:
    organization = raw.organization()
    theirs = raw.app(organization)
    assert bob.asks(theirs).status_code == 404

    Membership.objects.create(user=bob.user, organization_id=organization)

    assert bob.asks(theirs).status_code == 200


def test_an_entry_of_the_future_is_not_fresh(
    tokens_owner: Caller, clock: time_machine.Traveller
) -> None:
    Token.objects.all().delete()
    clock.shift(-100)

    assert tokens_owner.gets() == (401, "invalid_token")


def test_a_right_of_superusers_is_asked_of_postgresql(client: APIClient) -> None:
    params = {"appId": str(raw.app()), "no_cache": "true"}
    assert client.get("/v1/conferences/summary", params).status_code == 200
    User.objects.filter(username="root").update(is_superuser=False)

    assert client.get("/v1/conferences/summary", params).status_code == 403


def test_lists_do_not_use_the_cache(tokens_owner: Caller) -> None:
    Token.objects.all().delete()

    assert tokens_owner.client.get("/v1/apps").status_code == 401


def test_nothing_in_redis_reveals_a_credential(
    session_owner: Caller,
) -> None:
    token = Token.objects.create(user=session_owner.user)
    session_key = session_owner.client.session.session_key
    session_owner.client = APIClient()
    session_owner.client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    session_owner.asks()

    server = redis.Redis.from_url(settings.REDIS_URL)
    keys = entries(server)
    assert len(keys) == 2
    for key in keys:
        stored = f"{key!r} {server.hgetall(key)}"
        assert token.key not in stored
        assert str(session_key) not in stored
        assert 0 < server.ttl(key) <= 3610


def test_a_refusal_leaves_nothing_in_redis(bob: Caller) -> None:
    server = redis.Redis.from_url(settings.REDIS_URL)
    before = entries(server)
    for n in range(3):
        bob.asks(UUID(int=n))
        stranger = APIClient()
        stranger.credentials(HTTP_AUTHORIZATION=f"Token stranger{n}")
        stranger.get("/v1/conferences/summary", {"appId": str(bob.app)})

    assert entries(server) == before
    assert [server.hlen(key) for key in before] == [2]  # who bob is, and his app


def test_a_request_that_runs_during_a_log_out_does_not_undo_it(session_owner: Caller) -> None:
    key = Credential("session", str(session_owner.client.session.session_key)).key
    slow = read(key)
    session_owner.client.logout()
    slow.recall("another app", lambda: True)

    assert read(key).recall("another app", lambda: False) is False


def test_a_request_that_runs_while_a_password_changes_does_not_undo_it(
    session_owner: Caller,
) -> None:
    key = Credential("session", str(session_owner.client.session.session_key)).key
    slow = read(key)
    session_owner.user.set_password("another horse")
    session_owner.user.save()
    slow.recall("another app", lambda: True)

    assert read(key).recall("another app", lambda: False) is False
