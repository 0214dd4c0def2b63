"""A client of the product: one connection that stays open."""

import gzip
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from typing import Any
from urllib.parse import urlencode

from launch.ports import LOOPBACK

Params = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Response:
    """`seconds`: from the request until the last byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def content(self) -> Any:
        """The JSON of the body."""
        zipped = self.headers.get("Content-Encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if zipped else self.body)


_IDLE = 10  # seconds; the server closes a connection that was idle for 20


class Client:
    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.port = port
        self.headers = {"Accept-Encoding": "gzip", **headers}
        self._connection = HTTPConnection(LOOPBACK, port, timeout=120)
        self._used_at = 0.0

    def get(self, path: str, params: Params | None = None) -> Response:
        """Raise RuntimeError if the status is not 200."""
        address = address_of(path, params or {})
        self._connect()
        began = time.perf_counter()
        self._connection.request("GET", address, headers=self.headers)
        answer = self._connection.getresponse()
        body = answer.read()
        self._used_at = time.perf_counter()
        seconds = self._used_at - began
        if answer.status != 200:
            raise RuntimeError(f"GET {address} gave {answer.status}: {body[:500]!r}")
        return Response(answer.status, dict(answer.getheaders()), body, seconds)

    def _connect(self) -> None:
        if time.perf_counter() - self._used_at > _IDLE:
            self._connection.close()
        if self._connection.sock is None:
            self._connection.connect()


def address_of(path: str, params: Params) -> str:
    return f"{path}?{urlencode(params, doseq=True)}" if params else path


def p50_ms(responses: Iterable[Response]) -> float:
    """The median of their times, in milliseconds."""
    return 1000 * median(one.seconds for one in responses)
