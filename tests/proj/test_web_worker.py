"""How the web server runs an application in threads."""

import threading
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from wsgiref.util import FileWrapper

import pytest

from proj.refusals import BODY_BYTES, BodyTooLarge, refusal_of
from proj.web_worker import InThreads


class Body:
    """The body of a response. It notes when it is closed."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"a"
        yield b"b"

    def close(self) -> None:
        self.closed = True


def asked(application: Any, body: bytes = b"") -> tuple[list[Any], Iterable[bytes]]:
    """The arguments of `start_response`, and the body."""
    told: list[Any] = []
    environ = {"wsgi.input": BytesIO(body), "wsgi.file_wrapper": FileWrapper}
    answer = InThreads(application, 1)(environ, lambda *given: told.extend(given))  # type: ignore[arg-type]
    return told, answer


def test_the_application_runs_and_ends_in_another_thread() -> None:
    body, threads = Body(), []

    def application(environ: Any, start_response: Any) -> Body:
        threads.append(threading.get_ident())
        start_response("200 OK", [("X-Read", environ["wsgi.input"].read().decode())])
        return body

    told, answer = asked(application, b"sent")

    assert (told, list(answer)) == (["200 OK", [("X-Read", "sent")]], [b"a", b"b"])
    assert threads != [threading.get_ident()]
    assert body.closed


def test_a_file_is_passed_on_unread() -> None:
    file = FileWrapper(BytesIO(b"content"))

    def application(environ: Any, start_response: Any) -> FileWrapper:
        start_response("200 OK", [])
        return file

    assert asked(application)[1] is file


def test_its_error_is_raised_in_the_thread_of_the_server(capfd: pytest.CaptureFixture[str]) -> None:
    def application(environ: Any, start_response: Any) -> Body:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as error:
        asked(application)

    assert refusal_of(error.value).status == 500
    assert b'"error_code":"server_error"' in refusal_of(error.value).response()
    assert capfd.readouterr() == ("", "")


def test_a_body_that_is_too_large_never_reaches_the_application() -> None:
    def application(environ: Any, start_response: Any) -> Body:
        pytest.fail("asked")

    with pytest.raises(BodyTooLarge):
        asked(application, b"x" * (BODY_BYTES + 1))
