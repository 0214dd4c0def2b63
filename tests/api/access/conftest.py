"""Callers with a credential, and a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.api.access.caller import Caller


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.now(UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture(params=["token", "session"])
def bob(database: None, request: pytest.FixtureRequest) -> Caller:
    caller = Caller(request.param)
    assert caller.gets() == (200, None)
    return caller


@pytest.fixture
def tokens_owner(database: None) -> Caller:
    caller = Caller("token")
    assert caller.gets() == (200, None)
    return caller


@pytest.fixture
def session_owner(database: None) -> Caller:
    caller = Caller("session")
    assert caller.gets() == (200, None)
    return caller
