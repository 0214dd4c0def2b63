"""One client asks ever new questions over many connections: what others notice, what is left."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from rest_framework.authtoken.models import Token

from api.throttles import requests, seconds_refused
from launch.paths import PYTHON, ROOT
from launch.ports import LOOPBACK, free_port
from launch.services import product
from rollups.refresh import drain
from simulate import history
from tests.process import environment, running

CONFERENCES = 3_000
ASKED = 100  # times, for a median
ROUNDS = 4  # the machine may be busy with something else during one of them

pytestmark = pytest.mark.usefixtures("database")


class Watcher:
    """Somebody whose dashboard is warm."""

    def __init__(self, port: int, app_id: str) -> None:
        self._port = port
        self._path = f"/v1/dashboard?appId={app_id}&range=7d"
        self._headers = {"Authorization": f"Token {token_of('watcher')}"}
        self._headers["X-Forwarded-For"] = "198.51.100.1"

    def seconds(self) -> float:
        """Of one answer; what is not answered fails."""
        http = HTTPConnection(LOOPBACK, self._port, timeout=60)
        began = time.monotonic()
        http.request("GET", self._path, headers=self._headers)
        response = http.getresponse()
        body = response.read()
        took = time.monotonic() - began
        http.close()
        assert response.status == 200, body
        return took

    def usual_seconds(self) -> float:
        def one() -> float:
            time.sleep(0.01)
            return self.seconds()

        return median(one() for _ in range(ASKED))


def token_of(name: str) -> str:
    user, _ = User.objects.get_or_create(username=name, is_superuser=True)
    token, _ = Token.objects.get_or_create(user=user)
    return str(token)


@pytest.fixture
def app_id() -> str:
    """The largest of some apps with a month of traffic."""
    history.fill(1, datetime.now(UTC), 30, CONFERENCES, lambda done: None)
    drain()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_id FROM conference_fact GROUP BY 1 ORDER BY count(*) DESC")
        return str(cursor.fetchone()[0])


@pytest.fixture
def port(database: None, tmp_path: Path) -> Iterator[int]:
    """Of the web server, behind a proxy that it trusts: us."""
    port = free_port()
    web = product(port, {**environment(), "TRUSTED_PROXIES": LOOPBACK})[0]
    with running([web], tmp_path):
        yield port


@contextmanager
def flood(port: int, app_id: str, name: str, address: str) -> Iterator[dict[str, int]]:
    """Somebody floods until the block ends; then it is known which statuses they got."""
    statuses: dict[str, int] = {}
    flooder = subprocess.Popen(
        [PYTHON, "-m", "tests.faults.flooder", str(port), token_of(name), address, app_id],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield statuses
    finally:
        said, _ = flooder.communicate(timeout=90)
        statuses.update(json.loads(said))


def test_a_flood_slows_the_warm_answers_of_others_not_more_than_twofold(
    port: int, app_id: str
) -> None:
    assert_not_slowed_twofold(port, app_id, may_ask=True, told={"200", "429", "503"})


def test_nor_does_one_whose_every_question_is_refused(port: int, app_id: str) -> None:
    assert_not_slowed_twofold(port, app_id, may_ask=False, told={"429"})


def assert_not_slowed_twofold(port: int, app_id: str, *, may_ask: bool, told: set[str]) -> None:
    watcher = Watcher(port, app_id)
    for _ in range(20):
        watcher.seconds()
    slowed = []
    for number in range(ROUNDS):
        name, address = f"flooder {number}", f"203.0.113.{number}"
        if not may_ask:
            exhaust(address)
        calm = watcher.usual_seconds()
        with flood(port, app_id, name, address) as statuses:
            time.sleep(1)
            flooded = watcher.usual_seconds()
        assert statuses.keys() <= told
        assert statuses["200" if may_ask else "429"] > 0
        slowed.append(round(flooded / calm, 2))
        if slowed[-1] <= 2:
            return
    pytest.fail(f"slowed to {slowed} of what is usual")


def exhaust(address: str) -> None:
    """The address has asked all that it may ask in this minute."""
    for _ in range(settings.RATE_LIMIT_PER_MINUTE):
        seconds_refused(requests(), "address", address)


def test_a_flood_leaves_little_in_redis_and_nothing_for_ever(port: int, app_id: str) -> None:
    server = redis.Redis.from_url(settings.REDIS_URL)
    before = server.info("memory")["used_memory"]
    with flood(port, app_id, "flooder", "203.0.113.1") as statuses:
        time.sleep(10)

    keys = list(server.scan_iter())
    assert 0 < len(keys) <= statuses["200"] + 20
    assert [key for key in keys if server.ttl(key) < 0] == []
    assert server.info("memory")["used_memory"] - before < 20_000 * statuses["200"] + 10_000_000
