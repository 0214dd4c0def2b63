"""The credential cache while PostgreSQL or Redis is away."""

from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.api.access.caller import Caller
from tests.away import postgresql_away, redis_away

pytestmark = pytest.mark.usefixtures("database")


def test_while_postgresql_is_away_an_entry_is_used_for_an_hour(
    bob: Caller, clock: time_machine.Traveller
) -> None:
    with postgresql_away():
        clock.shift(3600)
        assert bob.gets() == (200, None)

        clock.shift(10)
        assert bob.gets() == (503, "database_unavailable")


@pytest.mark.parametrize("by", ["token", "session"])
def test_while_postgresql_is_away_an_unknown_credential_gets_503(by: str, bob: Caller) -> None:
    stranger = APIClient()
    if by == "token":
        stranger.credentials(HTTP_AUTHORIZATION="Token 0123456789abcdef")
    else:
        stranger.cookies[settings.SESSION_COOKIE_NAME] = "0123456789abcdef0123456789abcdef"

    with postgresql_away():
        bob.client = stranger
        response = bob.asks()

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["error_code"] == "database_unavailable"


def test_while_postgresql_is_away_no_credential_gets_401(bob: Caller) -> None:
    bob.client = APIClient()

    with postgresql_away():
        assert bob.gets() == (401, "missing_token")


def test_while_postgresql_is_away_an_app_without_an_entry_gets_503(bob: Caller) -> None:
    with postgresql_away():
        assert bob.asks(raw_id := UUID(int=7)).status_code == 503, raw_id


def test_a_refused_caller_is_not_let_in_when_postgresql_goes_away(
    tokens_owner: Caller, clock: time_machine.Traveller
) -> None:
    Token.objects.all().delete()
    clock.shift(10)
    assert tokens_owner.gets()[0] == 401

    with postgresql_away():
        assert tokens_owner.gets() == (503, "database_unavailable")


def test_an_app_that_was_refused_is_not_shown_when_postgresql_goes_away(
    bob: Caller, clock: time_machine.Traveller
) -> None:
    bob.membership.delete()
    clock.shift(10)
    assert bob.gets()[0] == 404

    with postgresql_away():
        assert bob.gets() == (503, "database_unavailable")


def test_without_redis_postgresql_is_asked_each_time(tokens_owner: Caller) -> None:
    with redis_away():
        assert tokens_owner.gets() == (200, None)
        Token.objects.all().delete()
        assert tokens_owner.gets() == (401, "invalid_token")


def test_without_both_servers_everybody_gets_503(bob: Caller) -> None:
    with redis_away(), postgresql_away():
        assert bob.gets() == (503, "database_unavailable")
