"""A client of the API, and its answers during a fault."""

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from launch.ports import LOOPBACK
from tests.waiting import PATIENCE, until

PAUSE = 0.15  # seconds between two requests: far below the rate limit

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """Status 0 means no answer. `cache` is X-Cache. `seconds` is the duration."""

    address: str
    status: int
    cache: str | None
    retry_after: str | None
    seconds: float
    body: bytes

    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    def __str__(self) -> str:
        return f"{self.address}: {self.status} {self.cache} in {self.seconds:.2f} s {self.body!r}"


@dataclass(frozen=True)
class Client:
    """A client with a token. Each request uses a new connection."""

    port: int
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, address: str, params: Mapping[str, str]) -> Answer:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Token {self.token}", **self.headers}
        began = time.monotonic()
        try:
            connection.request("GET", f"/v1/{address}?{urlencode(params)}", headers=headers)
            response = connection.getresponse()
            status, body = response.status, response.read()
            cache, retry = response.headers["X-Cache"], response.headers["Retry-After"]
        except (OSError, HTTPException) as error:
            status, body, cache, retry = 0, repr(error).encode(), None, None
        finally:
            connection.close()
        return Answer(address, status, cache, retry, time.monotonic() - began, body)


@dataclass
class Seen:
    """All answers during a watch."""

    summaries: list[Answer] = field(default_factory=list)
    lists: list[Answer] = field(default_factory=list)

    def failures(self) -> list[str]:
        """The answers that a client should not get."""
        return [str(answer) for answer in (*self.summaries, *self.lists) if answer.status != 200]

    def slowest(self) -> float:
        return max(answer.seconds for answer in (*self.summaries, *self.lists))

    def __str__(self) -> str:
        """Counts of the outcomes, for people."""
        summaries = Counter(f"{answer.status} {answer.cache}" for answer in self.summaries)
        lists = Counter(f"list {answer.status}" for answer in self.lists)
        counts = ", ".join(f"{number} x {what}" for what, number in (summaries + lists).items())
        return f"{counts}; slowest {self.slowest():.2f} s"


@contextmanager
def watched(client: Client, app_id: UUID) -> Iterator[Seen]:
    """Until the block ends, one client asks for a dashboard and another for lists.

    The block begins when each request has been answered once.
    """
    app = {"appId": str(app_id)}
    summaries = [
        ("dashboard", {**app, "range": "7d"}),
        ("dashboard", {**app, "range": "24h", "group_by": "hour"}),
        ("conferences/summary", {**app, "range": "30d"}),
        ("filters", {**app, "range": "90d"}),
    ]
    lists: list[tuple[str, dict[str, str]]] = [
        ("conferences", {**app, "range": "7d"}),
        ("apps", {}),
    ]
    seen, end = Seen(), threading.Event()

    def look(questions: list[tuple[str, dict[str, str]]], answers: list[Answer]) -> None:
        while not end.is_set():
            for address, params in questions:
                answers.append(client.get(address, params))
                end.wait(PAUSE)

    threads = [
        threading.Thread(target=look, args=(summaries, seen.summaries)),
        threading.Thread(target=look, args=(lists, seen.lists)),
    ]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(seen.summaries) > len(summaries) and len(seen.lists) > len(lists))
        yield seen
    finally:
        end.set()
        for thread in threads:
            thread.join()
        logger.info("answers: %s", seen)
