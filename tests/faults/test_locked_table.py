"""A table is locked. Requests that read it are refused in time. All others are answered."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812  its name is psycopg2's
from rest_framework.authtoken.models import Token

from api.models import Membership
from launch.ports import free_port
from launch.services import product
from rollups.pipeline.refresh import drain
from tests import raw
from tests.faults.client import Answer, Client
from tests.process import environment, running

SECONDS = 5  # limit of a query

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.servers]


@pytest.fixture
def port(database: None, tmp_path: Path) -> Iterator[int]:
    """The port of a web server with one process, which all clients share."""
    port = free_port()
    web = product(port, {**environment(), "QUERY_TIMEOUT_SECONDS": str(SECONDS)})[0]
    with running([replace(web, argv=[*web.argv, "--workers", "1"])], tmp_path):
        yield port


class Organization:
    """An organization with one app that has a conference."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._id = raw.organization()
        self.app_id = raw.app(self._id)
        raw.conference(self.app_id)

    def member(self, name: str) -> "Member":
        user = User.objects.create(username=name)
        Membership.objects.create(user=user, organization_id=self._id)
        return Member(Client(self._port, Token.objects.create(user=user).key), str(self.app_id))


class Member(NamedTuple):
    client: Client
    app_id: str

    def asks(self, address: str, **more: str) -> Answer:
        return self.client.get(address, {"appId": self.app_id, **more})


def our_sessions_at_work() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND application_name = 'peermetrics-rollups' AND state <> 'idle'"
        )
        return [query for (query,) in cursor.fetchall()]


def test_those_who_ask_for_a_locked_table_are_refused_and_nobody_else_notices(
    port: int, connect: Callable[[], Connection], tmp_path: Path
) -> None:
    one, other, third = (Organization(port) for _ in range(3))
    ada, ann, bob, eve = (
        one.member("ada"), one.member("ann"), other.member("bob"), third.member("eve")
    )  # fmt: skip
    drain()
    holder = connect()
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE rollups.conference_fact IN ACCESS EXCLUSIVE MODE")

    with ThreadPoolExecutor(4) as threads:
        refused = [
            threads.submit(ada.asks, "conferences/summary", timezone="Asia/Tokyo"),
            # The same request. It waits for the first one's answer.
            threads.submit(ann.asks, "conferences/summary", timezone="Asia/Tokyo"),
            threads.submit(bob.asks, "conferences"),
        ]
        others: list[Answer] = []
        while not all(asking.done() for asking in refused):
            others.append(eve.asks("issues/summary", created_at_gte=_ever_new(len(others))))
    left = our_sessions_at_work()
    still_others = eve.asks("connections/summary")
    holder.rollback()

    log = (tmp_path / "web").read_text()
    for asking in refused:
        answer = asking.result()
        assert (answer.status, answer.retry_after) == (503, "5"), (str(answer), log)
        assert answer.json()["error_code"] == "query_timeout"
    assert left == []
    assert [str(answer) for answer in (*others, still_others) if answer.status != 200] == []
    assert {answer.cache for answer in others} == {"miss"}
    assert ada.asks("conferences/summary", timezone="Asia/Tokyo").status == 200


def _ever_new(number: int) -> str:
    """A day that no request has begun at yet. For whole days only rollups are read."""
    return str(date(2020, 1, 1) + timedelta(days=number))
