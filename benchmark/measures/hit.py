"""Warm answers: /v1/dashboard of 30 days, from the cache, beside a bare Django view.

Worker and beat do not run. The bare view runs in another gunicorn of the same settings and sends
the same bytes.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmark.client import Client, Response, address_of
from benchmark.load import Load, load
from benchmark.measures import LeftOut
from benchmark.rows import Row, Target
from benchmark.scene import Scene
from launch.ports import LOOPBACK

_CONNECTIONS = (1, 16)
_PATH = "/v1/dashboard"
# The server adds these itself.
_OF_THE_SERVER = {"server", "date", "connection", "content-length", "transfer-encoding"}
PEER = "bare Django view"


@dataclass(frozen=True)
class _Way:
    """How a request is sent: to which port, with which headers. `beside`: it has a bare peer."""

    what: str
    headers: Mapping[str, str]
    beside: bool = True


def measure(scene: Scene) -> Iterator[Row]:
    wrk = scene.programs.get("wrk")
    if wrk is None:
        raise LeftOut(
            "there is no wrk on this machine. Install it (Debian, Ubuntu: apt-get install wrk)."
        )
    params = {"appId": str(scene.app_id), "range": "30d"}
    address = address_of(_PATH, params)
    warm = _warm(scene, params)
    _give_to_bare(scene, warm)
    seen = {"If-None-Match": warm.headers["ETag"]}
    ways = (
        _Way("token", scene.token),
        _Way("session", scene.cookie),
        _Way("token, If-None-Match (304)", {**scene.token, **seen}, beside=False),
    )
    bare: dict[int, Load] = {}
    for way in ways:
        for connections in _CONNECTIONS:

            def run(port: int, way: _Way = way, connections: int = connections) -> Load:
                return load(
                    wrk,
                    f"http://{LOOPBACK}:{port}{address}",
                    {"Accept-Encoding": "gzip", **way.headers},
                    connections=connections,
                    seconds=scene.plan.load_seconds,
                )

            found = run(scene.port)
            if connections not in bare:
                bare[connections] = run(scene.bare_port)
            yield from _rows(way, connections, found, bare[connections])
    yield Row("bytes of the answer, gzipped", len(warm.body), "B", target=Target(50_000))


def _rows(way: _Way, connections: int, found: Load, bare: Load) -> Iterator[Row]:
    what = f"{way.what}, {connections} connection{'s' if connections > 1 else ''}"
    share = Target(0.5, least=True, of_ratio=True)
    fast = Target(1.5) if connections == 1 else None
    peer = PEER if way.beside else ""

    def row(measure: str, figure: float, unit: str, beside: float, target: Target | None) -> Row:
        return Row(
            f"{what}: {measure}",
            figure,
            unit,
            peer,
            beside if way.beside else None,
            target=target if way.beside else None,
        )

    yield row("requests", found.per_second, "/s", bare.per_second, share)
    yield row("p50", found.p50, "ms", bare.p50, fast)
    yield row("p99", found.p99, "ms", bare.p99, None)


def _warm(scene: Scene, params: dict[str, str]) -> Response:
    """Ask until the answer comes from the cache, by every process and in both ways."""
    by_session = Client(scene.port, scene.cookie)
    for _ in range(50):
        by_session.get(_PATH, params)
        warm = scene.client.get(_PATH, params)
    if warm.headers["X-Cache"] != "hit":
        raise RuntimeError(f"The dashboard is not warm: {warm.headers['X-Cache']}.")
    return warm


def _give_to_bare(scene: Scene, warm: Response) -> None:
    headers = {n: v for n, v in warm.headers.items() if n.lower() not in _OF_THE_SERVER}
    stored = {"headers": headers, "body": b64encode(warm.body).decode()}
    (scene.folder / "answer.json").write_text(json.dumps(stored))
    bare = Client(scene.bare_port, {}).get(_PATH, {"appId": str(scene.app_id), "range": "30d"})
    if bare.body != warm.body:
        raise RuntimeError("The bare view does not send the bytes of the product.")
