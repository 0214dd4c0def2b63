"""Slow clients: each holds a connection, and sends or reads almost nothing."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from ssl import SSLContext

from launch.ports import LOOPBACK
from web.views import INDEX

COUNT = 300
READING_NOTHING = 60  # more than threads; the system buffers 3 MB of responses for each
HOLD = 60  # seconds until a client gives up

_HALF_A_HEAD = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Half: "
_IDLE = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"


def _half_a_body(number: int) -> bytes:
    """Half a login: this view reads its body. Each number has another address, so the limit of
    logins does not apply."""
    return (
        "POST /v1/session HTTP/1.1\r\nHost: localhost\r\n"
        f"X-Forwarded-For: 198.51.{number // 250}.{number % 250}\r\n"
        f"Cookie: csrftoken={'a' * 32}\r\nX-CSRFToken: {'a' * 32}\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    ).encode()


TIMES = 10  # so many that the response exceeds the system's buffers


def _largest_file_often(_number: int) -> bytes:
    assets = (INDEX.parent / "assets").glob("*.js")
    largest = max(assets, key=lambda file: file.stat().st_size)
    request = f"GET /static/assets/{largest.name} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    return request.encode() * TIMES


# Kind of slowness -> what client number n sends.
KINDS: dict[str, Callable[[int], bytes]] = {
    "half a head": lambda number: _HALF_A_HEAD,
    "half a body": _half_a_body,
    "a byte a second": lambda number: _HALF_A_HEAD,
    "idle": lambda number: _IDLE,
    "reads nothing": _largest_file_often,
}


@dataclass
class Slow:
    """The open connections of slow clients."""

    sockets: list[socket.socket]

    def all_held(self) -> bool:
        """Whether the server has closed none of them."""
        return not any(_is_closed(one) for one in self.sockets)


@contextmanager
def slow_clients(
    port: int, kind: str, count: int = 0, tls: SSLContext | None = None
) -> Iterator[Slow]:
    """Until the block ends, `count` clients of that kind. By default there are hundreds."""
    count = count or (READING_NOTHING if kind == "reads nothing" else COUNT)
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(_connected(port, tls, reads=kind != "reads nothing"))
            for _ in range(count)
        ]
        for number, one in enumerate(sockets):
            one.sendall(KINDS[kind](number))
        if kind == "idle":
            for one in sockets:
                assert one.recv(4096).startswith(b"HTTP/1.1 200")
        if kind == "a byte a second":
            stack.enter_context(_trickling(sockets))
        yield Slow(sockets)


def _connected(port: int, tls: SSLContext | None, *, reads: bool) -> socket.socket:
    client = socket.socket()
    client.settimeout(HOLD)
    if not reads:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((LOOPBACK, port))
    return tls.wrap_socket(client) if tls else client


def _is_closed(client: socket.socket) -> bool:
    waiting = select.poll()
    waiting.register(client, select.POLLRDHUP)
    return bool(waiting.poll(0))


@contextmanager
def _trickling(sockets: list[socket.socket]) -> Iterator[None]:
    end = threading.Event()

    def send() -> None:
        for _ in range(HOLD):
            if end.wait(1):
                return
            for one in sockets:
                one.send(b"a")

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
