"""One client floods the server over many connections. Others must not notice."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import psycopg2.extensions
import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from pytest_django import DjangoDbBlocker
from rest_framework.authtoken.models import Token

from api.access.counters import requests, seconds_refused
from launch.paths import PYTHON, ROOT
from launch.ports import LOOPBACK, free_port
from launch.services import product
from rollups.pipeline.refresh import drain
from simulate import history
from tests.conftest import empty_all, empty_cache
from tests.faults.client import Client
from tests.faults.flooder import CONNECTIONS
from tests.process import environment, running
from tests.proofs.races.background import stopped_at
from tests.waiting import PATIENCE, until

CONFERENCES = 3_000
ASKED = 20  # times, each over a new connection
ANSWERED = 20
# Every request of the flood reads this table.
COMPUTING = "LOCK TABLE rollups.session_fact IN ACCESS EXCLUSIVE MODE"

pytestmark = pytest.mark.servers


class Watcher:
    """A client whose dashboard is warm."""

    def __init__(self, port: int, app_id: str) -> None:
        self._client = Client(port, token_of("watcher"), {"X-Forwarded-For": "198.51.100.1"})
        self._question = {"appId": app_id, "range": "7d"}

    def asks(self) -> tuple[int, str | None]:
        """Request the dashboard. Returns its status and X-Cache."""
        answer = self._client.get("dashboard", self._question)
        return answer.status, answer.cache


def token_of(name: str) -> str:
    user, _ = User.objects.get_or_create(username=name, is_superuser=True)
    token, _ = Token.objects.get_or_create(user=user)
    return str(token)


@pytest.fixture(scope="module")
def filled(migrated_database: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The id of the largest of some apps with a month of traffic."""
    with django_db_blocker.unblock():
        empty_all()
        history.fill(1, datetime.now(UTC), 30, CONFERENCES, lambda done: None)
        drain()
        with connection.cursor() as cursor:
            cursor.execute("SELECT app_id FROM conference_fact GROUP BY 1 ORDER BY count(*) DESC")
            app_id = cursor.fetchone()[0]
        connection.close()
        return str(app_id)


@pytest.fixture
def app_id(filled: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The same app, with an empty cache."""
    with django_db_blocker.unblock():
        empty_cache()
        yield filled
        connection.close()


@pytest.fixture
def port(app_id: str, tmp_path: Path) -> Iterator[int]:
    """The port of a web server that trusts the test as its proxy."""
    port = free_port()
    env = {**environment(), "TRUSTED_PROXIES": LOOPBACK, "QUERY_TIMEOUT_SECONDS": "600"}
    web = product(port, env)[0]
    with running([web], tmp_path):
        yield port


def somebody() -> psycopg2.extensions.connection:
    """A connection of a stranger. (The fixture `connect` would empty the tables.)"""
    return psycopg2.connect(environment()["DATABASE_URL"])


class Flood:
    """A client that floods."""

    def __init__(self, port: int, app_id: str, address: str, connections: int) -> None:
        given = (str(port), token_of("flooder"), address, app_id, str(connections))
        self._process = subprocess.Popen(
            [PYTHON, "-m", "tests.faults.flooder", *given],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def outcomes(self) -> Counter[str]:
        """How often it got each answer so far: 200, or an error_code."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Counter(json.loads(self._process.stdout.readline()))

    def until(self, outcome: str, number: int) -> None:
        until(lambda: self.outcomes()[outcome] >= number, self.outcomes)

    def stop(self) -> Counter[str]:
        said, _ = self._process.communicate(timeout=PATIENCE)
        return Counter(json.loads(said))

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def flood(port: int, app_id: str, address: str, connections: int = CONNECTIONS) -> Iterator[Flood]:
    """The flood lasts until the block ends, or until the test stops it."""
    one = Flood(port, app_id, address, connections)
    try:
        yield one
    finally:
        one.kill()


def test_a_flood_whose_questions_are_all_stuck_leaves_threads_to_the_warm_answers_of_others(
    port: int, app_id: str
) -> None:
    watcher = Watcher(port, app_id)
    until(lambda: watcher.asks() == (200, "hit"))

    with stopped_at(somebody, COMPUTING), flood(port, app_id, "203.0.113.1") as flooder:
        flooder.until("too_busy", 1)  # no place is free, neither to compute nor to wait
        answers = {watcher.asks() for _ in range(ASKED)}
        told = flooder.outcomes()

    assert answers == {(200, "hit")}
    # The stuck requests still waited then: none of them was cancelled.
    assert told.keys() == {"too_busy"}


def test_a_flood_whose_every_question_is_refused_lets_others_have_their_warm_answers(
    port: int, app_id: str
) -> None:
    watcher = Watcher(port, app_id)
    until(lambda: watcher.asks() == (200, "hit"))
    exhaust("203.0.113.1")

    with flood(port, app_id, "203.0.113.1") as flooder:
        flooder.until("rate_limited", CONNECTIONS)
        answers = {watcher.asks() for _ in range(ASKED)}
        told = flooder.stop()

    assert answers == {(200, "hit")}
    # Each refusal has Retry-After. In a new minute some requests pass.
    assert told.keys() <= {"200", "rate_limited", "too_busy"}


def exhaust(address: str) -> None:
    """Use up the address's requests of this minute."""
    for _ in range(settings.RATE_LIMIT_PER_MINUTE):
        seconds_refused(requests(), "address", address)


def test_a_flood_leaves_little_in_redis_and_nothing_for_ever(port: int, app_id: str) -> None:
    server = redis.Redis.from_url(settings.REDIS_URL)
    before = server.info("memory")["used_memory"]
    # Few connections at first: refused ones would take time from the others.
    with flood(port, app_id, "203.0.113.1", connections=2) as asker:
        asker.until("200", ANSWERED)
        answered = asker.stop()["200"]
    exhaust("203.0.113.1")
    with flood(port, app_id, "203.0.113.1") as flooder:
        flooder.until("rate_limited", CONNECTIONS)
        answered += flooder.stop()["200"]

    keys = list(server.scan_iter())
    assert 0 < len(keys) <= answered + 20
    assert [key for key in keys if server.ttl(key) < 0] == []
    assert server.info("memory")["used_memory"] - before < 20_000 * answered + 10_000_000
