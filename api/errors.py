"""Errors as clients see them: PeerMetrics' `error_code` and `message`, in an RFC 9457 problem.

PROBLEMS holds every error_code of the application. (`proj.refusals` holds those of the web server.)
`problem_response` answers what a view raises. Django calls `bad_request`, `csrf_failure` and
`server_error` for requests that no view could answer.
"""

from http import HTTPStatus
from reprlib import Repr
from typing import Any, NamedTuple

from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from api.parsers import BodyTooLarge
from rollups.cache.misses import TooBusy
from rollups.servers.breaker import ServerAway
from rollups.servers.database import timed_out


class Problem(NamedTuple):
    """What an error_code means.

    `text` is the message, unless the error has a more exact one. The OpenAPI schema shows it too.
    `retry_after` is the value of the header Retry-After, in seconds.
    """

    status: int
    text: str
    retry_after: int | None = None


PROBLEMS = {
    "missing_parameters": Problem(400, "A required parameter is missing."),
    "invalid_parameters": Problem(400, "A parameter has a value that is not allowed."),
    "invalid_body": Problem(400, "The body is not a JSON object in UTF-8."),
    "too_many_parameters": Problem(400, "There are too many parameters."),
    "invalid_host": Problem(400, "The host name is not one of ALLOWED_HOSTS."),
    "invalid_request": Problem(400, "The request is malformed."),
    "missing_token": Problem(401, "The request has neither a token nor a session."),
    "invalid_token": Problem(401, "The token is not valid."),
    "permission_denied": Problem(403, "The caller may not do this."),
    "csrf_failed": Problem(
        403, "The request changes something, and its CSRF token is missing or wrong."
    ),
    "app_not_found": Problem(
        404, "The requested app does not exist, or you are not a member of its organization."
    ),
    "conference_not_found": Problem(
        404, "The requested conference does not exist, or is of an app you may not see."
    ),
    "participant_not_found": Problem(
        404, "The requested participant does not exist, or is of an app you may not see."
    ),
    "session_not_found": Problem(
        404, "The requested session does not exist, or is of an app you may not see."
    ),
    "not_found": Problem(404, "There is no such address."),
    "method_not_allowed": Problem(405, "The address does not take this method."),
    "not_acceptable": Problem(406, "The answer is JSON, and the client does not accept JSON."),
    "body_too_large": Problem(413, "The body is too large."),
    "unsupported_media_type": Problem(415, "The body is not JSON."),
    "rate_limited": Problem(429, "Too many requests."),
    "internal_error": Problem(500, "The server failed to answer. Its log says why."),
    "database_unavailable": Problem(503, "The database does not answer.", retry_after=5),
    "query_timeout": Problem(503, "The answer took too long to compute.", retry_after=5),
    "too_busy": Problem(503, "Too many answers are being computed.", retry_after=1),
}

# The first class that an exception is of gives its error_code.
_CODES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "missing_token",
    exceptions.AuthenticationFailed: "invalid_token",
    exceptions.PermissionDenied: "permission_denied",
    PermissionDenied: "permission_denied",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotFound: "not_found",
    exceptions.ParseError: "invalid_body",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.Throttled: "rate_limited",
    Http404: "not_found",
    DisallowedHost: "invalid_host",
    TooManyFieldsSent: "too_many_parameters",
    RequestDataTooBig: "body_too_large",
    BodyTooLarge: "body_too_large",
    TooBusy: "too_busy",
    ServerAway: "database_unavailable",
    OperationalError: "database_unavailable",
    InterfaceError: "database_unavailable",
}

PROBLEM = "application/problem+json"
SEND_CSRF_TOKEN = "Send the value of the cookie csrftoken in the header X-CSRFToken."
_LONGEST = 300  # characters of a message
_QUOTED = Repr()
_QUOTED.maxstring = 64


class ApiError(exceptions.APIException):
    """Raised by views: an error of PROBLEMS. `message` replaces its text."""

    def __init__(self, error_code: str, message: str = "") -> None:
        self.error_code = error_code
        self.status_code = PROBLEMS[error_code].status
        super().__init__(message or PROBLEMS[error_code].text)


def cut(message: str) -> str:
    """At most 300 characters. A message may quote what the client sent."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"


def shown(given: object) -> str:
    """What a client sent, quoted for a message. A long text is cut in the middle."""
    return _QUOTED.repr(given)


def problem(status: int, error_code: str, message: str, **members: Any) -> dict[str, Any]:
    """The body of an error: `error_code`, `message`, the members of RFC 9457, and `members`."""
    message = cut(message)
    return {
        "error_code": error_code,
        "message": message,
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        **members,
    }


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. None leaves the exception to Django."""
    if isinstance(exc, SuspiciousOperation):
        return None  # Django logs it and calls `bad_request`
    response = exception_handler(exc, context) or Response()
    if isinstance(exc, exceptions.ValidationError):
        body, seconds = _invalid(exc), None
    elif code := _code_of(exc):
        seconds = _seconds(response, code)
        body = _body(code, _message(exc), seconds)
    else:
        return None  # Django logs it and calls `server_error`
    response.data = body
    response.status_code = body["status"]
    response.content_type = PROBLEM
    if seconds is not None:
        response["Retry-After"] = str(seconds)
    return response


def _code_of(exc: Exception) -> str | None:
    if isinstance(exc, ApiError):
        return exc.error_code
    if timed_out(exc):
        return "query_timeout"
    return next((code for kind, code in _CODES.items() if isinstance(exc, kind)), None)


def _message(exc: Exception) -> str:
    """What the exception says to the client; empty: the text of PROBLEMS."""
    if isinstance(exc, exceptions.APIException) and not isinstance(exc, exceptions.Throttled):
        return str(exc.detail)
    return ""


def _seconds(response: Response, code: str) -> int | None:
    """When to try again: what a throttle says, or else what PROBLEMS says."""
    if response.has_header("Retry-After"):
        return int(response["Retry-After"])
    return PROBLEMS[code].retry_after


def _body(code: str, message: str = "", seconds: int | None = None) -> dict[str, Any]:
    text = message or PROBLEMS[code].text
    if seconds is not None:
        text = f"{text} Try again in {seconds} s."
    return problem(PROBLEMS[code].status, code, text)


def _invalid(exc: exceptions.ValidationError) -> dict[str, Any]:
    """A 400. `parameter` names the first parameter at fault, `errors` names all."""
    detail = exc.detail if isinstance(exc.detail, dict) else {"body": exc.detail}
    errors = {name: _first(found) for name, found in detail.items()}
    name, (message, _) = next(iter(errors.items()))
    missing = all(code == "required" for _, code in errors.values())
    return problem(
        exc.status_code,
        "missing_parameters" if missing else "invalid_parameters",
        f"{name}: {message}",
        parameter=name,
        errors=[{"parameter": name, "message": message} for name, (message, _) in errors.items()],
    )


def _first(found: Any) -> tuple[str, str]:
    """The first message of a validation error and its code. Lists and objects may be nested."""
    while not isinstance(found, exceptions.ErrorDetail):
        found = next(iter(found.values() if isinstance(found, dict) else found))
    return cut(str(found)), str(found.code)


def too_many_requests(seconds: int) -> HttpResponse:
    """The 429 of a middleware or of the admin. `seconds`: when to try again."""
    response = _outside_views(_body("rate_limited", seconds=seconds))
    response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    reason = cut(reason.rstrip("."))  # it may quote the header Origin or Referer
    return _outside_views(_body("csrf_failed", f"{reason}. {SEND_CSRF_TOKEN}"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return _outside_views(_body(_code_of(exception) or "invalid_request"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return _outside_views(_body("internal_error"))


def _outside_views(body: dict[str, Any]) -> HttpResponse:
    return JsonResponse(body, status=body["status"], content_type=PROBLEM)
