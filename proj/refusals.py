"""Responses of the web server itself, to requests that cannot be passed to the application."""

from dataclasses import dataclass
from http import HTTPStatus

import orjson
from gunicorn.http.errors import (
    ExpectationFailed,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)

REQUEST_LINE_BYTES = 16 * 1024
BODY_BYTES = 256 * 1024  # the largest useful body is a form of the admin, about 10 KB
BODY_WITHIN = 30  # seconds


class BodyTooLarge(Exception):
    """A body is larger than BODY_BYTES."""


class BodyTooSlow(Exception):
    """A body was incomplete BODY_WITHIN seconds after the head."""


@dataclass(frozen=True)
class Refusal:
    status: int
    error_code: str
    message: str

    def response(self) -> bytes:
        """The bytes of an HTTP response. The connection is closed after it."""
        # Imported late: it needs Django's settings, which load with the application.
        from api.errors import PROBLEM, problem

        body = orjson.dumps(problem(self.status, self.error_code, self.message))
        head = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n"
            "Connection: close\r\n"
            f"Content-Type: {PROBLEM}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


_FAILED = Refusal(500, "server_error", "The server failed. Its log says why.")
_NOT_HTTP = Refusal(400, "invalid_request", "This is not an HTTP/1.1 request.")
_REFUSALS: dict[type[BaseException], Refusal] = {
    LimitRequestLine: Refusal(
        414,
        "request_line_too_long",
        f"The address is longer than {REQUEST_LINE_BYTES // 1024} KB. Ask for fewer values.",
    ),
    LimitRequestHeaders: Refusal(
        431, "headers_too_large", "A header is longer than 8 KB, or there are too many headers."
    ),
    BodyTooLarge: Refusal(
        413, "body_too_large", f"The body is larger than {BODY_BYTES // 1024} KB."
    ),
    BodyTooSlow: Refusal(408, "body_too_slow", f"The body did not arrive in {BODY_WITHIN} s."),
    ExpectationFailed: Refusal(417, "expectation_failed", "Expect may only be 100-continue."),
    UnsupportedTransferCoding: Refusal(
        501, "unsupported_transfer_coding", "Transfer-Encoding may only be chunked."
    ),
    # Errors of the application. gunicorn derives their classes from errors of clients.
    InvalidResponseHeader: _FAILED,
    InvalidResponseHeaderName: _FAILED,
}


def refusal_of(error: BaseException) -> Refusal:
    other = _NOT_HTTP if isinstance(error, ParseException) else _FAILED
    return _REFUSALS.get(type(error), other)
