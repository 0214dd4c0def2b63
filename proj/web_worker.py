"""How the web server reads requests and writes responses: `worker_class` of gunicorn.conf.py.

gunicorn's threaded worker uses a thread per client while it reads. Two dozen half-sent requests
take all threads. Here a greenlet waits for each client, and costs a few KB. A thread gets only
complete requests. The greenlet writes the response.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import SystemCheckError
from gevent import GreenletExit, Timeout, getcurrent, killall, socket
from gevent.threadpool import ThreadPool
from gunicorn import util
from gunicorn.errors import AppImportError
from gunicorn.glogging import Logger
from gunicorn.http import message
from gunicorn.workers.ggevent import GeventWorker

from proj import refusals

# Seconds. The head of a request and an idle connection have the setting `keepalive`.
ANSWERED_WITHIN = 120  # to read the body, compute, and send the response
REFUSED_WITHIN = 5

# gunicorn caps the setting `limit_request_line` at this, 8190 by default. The setting's only
# larger value is no limit. Then one client could fill the memory.
message.MAX_REQUEST_LINE = refusals.REQUEST_LINE_BYTES


# Seconds. A thread that got its reply from Redis waits so long for a thread that computes. By
# Python's default, 5 ms, a process with 16 clients gives half as many hits.
SWITCH_INTERVAL = 0.0005


@dataclass
class Answer:
    """An application's response: the arguments of `start_response`, and the body; or its error."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: Iterable[bytes] = ()
    error: Exception | None = None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """PEP 3333's `start_response`. It returns no `write`: no application here uses it."""
        self.status, self.headers = status, headers


class InThreads:
    """Runs a WSGI application in at most `threads` threads. They never wait for a client.

    The threads live as long as the process, so each keeps its connection to PostgreSQL.
    """

    def __init__(self, application: "WSGIApplication", threads: int) -> None:
        self._application = application
        self._pool = ThreadPool(threads)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        environ["wsgi.input"] = BytesIO(_whole(environ["wsgi.input"]))
        answer: Answer = self._pool.apply(self._answer, (environ,))
        if answer.error:
            raise answer.error
        start_response(answer.status, answer.headers)
        return answer.body

    def _answer(self, environ: "WSGIEnvironment") -> Answer:
        answer = Answer()
        try:
            body = self._application(environ, answer.start)
            # A file is read while the response is written.
            is_file = isinstance(body, environ["wsgi.file_wrapper"])
            answer.body = body if is_file else _collected(body)
        except Exception as error:  # noqa: BLE001  the pool would print it; `__call__` raises it
            answer.error = error
        return answer


def _whole(body: Any) -> bytes:
    with Timeout(refusals.BODY_WITHIN, refusals.BodyTooSlow):
        read: bytes = body.read(refusals.BODY_BYTES + 1)
    if len(read) > refusals.BODY_BYTES:
        raise refusals.BodyTooLarge
    return read


def _collected(body: Iterable[bytes]) -> list[bytes]:
    try:
        return list(body)
    finally:
        if close := getattr(body, "close", None):
            close()


class ServerLog(Logger):  # type: ignore[misc]  # the package has no types
    """gunicorn's log. It has a line for each request only if the setting `accesslog` asks for it.

    With `logconfig_dict`, gunicorn would make each line and then drop it: a fifth of its own work.
    """

    def _compute_access_log_enabled(self) -> bool:
        return bool(self.cfg.accesslog)


class WebWorker(GeventWorker):  # type: ignore[misc]  # the package has no types
    """gunicorn's gevent worker without monkey patching: threads stay threads."""

    sockets: list[Any]
    wsgi: Any

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._readers: set[Any] = set()

    def patch(self) -> None:
        self.sockets = [
            socket.socket(one.FAMILY, socket.SOCK_STREAM, fileno=one.sock.detach())
            for one in self.sockets
        ]

    def load_wsgi(self) -> None:
        """Load the application. If it refuses to start, end all of gunicorn with its reason."""
        try:
            super().load_wsgi()
        except (ImproperlyConfigured, SystemCheckError) as error:
            raise AppImportError(str(error)) from error
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.wsgi = InThreads(self.wsgi, self.cfg.threads)

    @contextmanager
    def timeout_ctx(self) -> Iterator[None]:
        """Bounds the time in which a connection has no complete head of a request."""
        reader = getcurrent()
        self._readers.add(reader)
        try:
            with Timeout(self.cfg.keepalive, False):
                yield
        finally:
            self._readers.discard(reader)

    def notify(self) -> None:
        """Runs every second. A stopping process waits for requests, and closes idle connections."""
        super().notify()
        if not self.alive:
            killall(self._readers, block=False)

    def handle_request(self, *request: Any) -> Any:
        with Timeout(ANSWERED_WITHIN, False):
            super().handle_request(*request)
            if self.alive:
                return True
        raise StopIteration  # makes gunicorn's loop close the connection

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Respond where the application got no request, or failed."""
        if isinstance(exc, GreenletExit):  # the process is stopping
            return
        refusal = refusals.refusal_of(exc)
        if refusal.status < 500:
            self.log.info("Refused a request: %s", refusal.error_code)
        else:
            self.log.error("A request failed: %r", exc, exc_info=exc)
        # Read what the client still sends, up to 1 MB. Closing with unread bytes resets the
        # connection, and the client loses the response.
        with Timeout(REFUSED_WITHIN, False), suppress(OSError):
            client.sendall(refusal.response())
            util.close_graceful(client, max_drain=1024 * 1024)
