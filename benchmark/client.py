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


class Client:
    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.port = port
        self.headers = {"Accept-Encoding": "gzip", **headers}
        self._connection = HTTPConnection(LOOPBACK, port, timeout=120)

    def get(self, path: str, params: Params | None = None) -> Response:
        """Raise RuntimeError if the status is not 200."""
        address = address_of(path, params or {})
        began = time.perf_counter()
        self._connection.request("GET", address, headers=self.headers)
        answer = self._connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - began
        if answer.status != 200:
            raise RuntimeError(f"GET {address} gave {answer.status}: {body[:500]!r}")
        return Response(answer.status, dict(answer.getheaders()), body, seconds)


def address_of(path: str, params: Params) -> str:
    return f"{path}?{urlencode(params, doseq=True)}" if params else path


def p50_ms(responses: Iterable[Response]) -> float:
    """The median of their times, in milliseconds."""
    return 1000 * median(one.seconds for one in responses)
