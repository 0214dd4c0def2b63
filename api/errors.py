"""Errors as clients see them: PeerMetrics' `error_code` and `message`, in an RFC 9457 problem."""

from http import HTTPStatus
from reprlib import Repr
from typing import Any

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from rollups.cache.misses import TooBusy
from rollups.servers.breaker import ServerAway
from rollups.servers.database import timed_out

PROBLEM = "application/problem+json"
_LONGEST = 300  # characters of a message
_QUOTED = Repr()
_QUOTED.maxstring = 64

_CODES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "missing_token",
    exceptions.AuthenticationFailed: "invalid_token",
    exceptions.PermissionDenied: "permission_denied",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotFound: "not_found",
    exceptions.ParseError: "invalid_body",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.NotAcceptable: "not_acceptable",
}


class CsrfFailed(exceptions.PermissionDenied):
    default_detail = (
        "With a session, no_cache changes something: send the cookie csrftoken's value in the "
        "header X-CSRFToken, as with a POST."
    )
    default_code = "csrf_failed"


class AppNotFound(exceptions.NotFound):
    """The app does not exist, or the caller may not see it: the two are told apart to nobody."""

    default_detail = (
        "The requested app does not exist, or you are not a member of its organization."
    )
    default_code = "app_not_found"


class RowNotFound(exceptions.NotFound):
    """The same of a conference, participant or session: `error_code` is `<thing>_not_found`."""

    def __init__(self, thing: str) -> None:
        super().__init__(f"The requested {thing} does not exist, or is of an app you may not see.")
        self.default_code = f"{thing}_not_found"


def cut(message: str) -> str:
    """At most 300 characters: a message may quote what the client wrote."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"


def shown(given: object) -> str:
    """What a client wrote, quoted for a message: of a long text the beginning and the end."""
    return _QUOTED.repr(given)


def problem(status_code: int, error_code: str, message: str, **members: Any) -> dict[str, Any]:
    """The body of an error: `error_code`, `message`, the members of RFC 9457, and `members`."""
    message = cut(message)
    return {
        "error_code": error_code,
        "message": message,
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "detail": message,
        **members,
    }


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler; an exception that it does not know stays a 500."""
    if timed_out(exc):
        return _later("query_timeout", "The answer took too long to compute.", 5)
    if isinstance(exc, ServerAway | OperationalError | InterfaceError):
        return _later("database_unavailable", "The database does not answer.", 5)
    if isinstance(exc, TooBusy):
        return _later("too_busy", "Too many answers are being computed.", 1)
    response = exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, exceptions.ValidationError):
        response.data = _invalid(exc)
    elif isinstance(exc, exceptions.Throttled):
        response.data = rate_limited(int(response["Retry-After"]))
    elif isinstance(exc, exceptions.APIException):
        code = _CODES.get(type(exc)) or str(exc.default_code)
        response.data = problem(response.status_code, code, str(exc.detail))
    else:
        response.data = problem(response.status_code, "not_found", "There is nothing here.")
    response.content_type = PROBLEM
    return response


def rate_limited(seconds: int) -> dict[str, Any]:
    """The body of a 429."""
    return problem(429, "rate_limited", f"Too many requests. Try again in {seconds} s.")


def _later(error_code: str, message: str, seconds: int) -> Response:
    body = problem(503, error_code, f"{message} Try again in {seconds} s.")
    return Response(body, 503, content_type=PROBLEM, headers={"Retry-After": str(seconds)})


def _invalid(exc: exceptions.ValidationError) -> dict[str, Any]:
    """A 400 that names the first parameter at fault; `errors` has all of them."""
    detail = exc.detail if isinstance(exc.detail, dict) else {"body": exc.detail}
    errors = {name: _first(found) for name, found in detail.items()}
    name, (message, _) = next(iter(errors.items()))
    missing = all(code == "required" for _, code in errors.values())
    return problem(
        status.HTTP_400_BAD_REQUEST,
        "missing_parameters" if missing else "invalid_parameters",
        f"{name}: {message}",
        parameter=name,
        errors=[{"parameter": name, "message": message} for name, (message, _) in errors.items()],
    )


def _first(found: Any) -> tuple[str, str]:
    """The first message of a validation error, however deeply it is nested, and its code."""
    while not isinstance(found, exceptions.ErrorDetail):
        found = next(iter(found.values() if isinstance(found, dict) else found))
    return cut(str(found)), str(found.code)


def too_many_requests(seconds: int) -> HttpResponse:
    response = _outside_views(rate_limited(seconds))
    response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    reason = cut(reason.rstrip("."))  # it may quote the header Origin or Referer
    message = f"{reason}. Send the cookie csrftoken's value in the header X-CSRFToken."
    return _outside_views(problem(403, "csrf_failed", message))


# What Django itself refuses, by its exception: status, code, message.
_REFUSED: dict[type[Exception], tuple[int, str, str]] = {
    DisallowedHost: (400, "invalid_host", "The server is not called so: see ALLOWED_HOSTS."),
    TooManyFieldsSent: (400, "too_many_parameters", "There are too many parameters."),
    RequestDataTooBig: (413, "body_too_large", "The body is too large."),
    Exception: (400, "invalid_request", "The request is malformed."),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    status_code, error_code, message = next(
        refusal for kind, refusal in _REFUSED.items() if isinstance(exception, kind)
    )
    return _outside_views(problem(status_code, error_code, message))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    message = "The server failed to answer; its log says why."
    return _outside_views(problem(500, "internal_error", message))


def _outside_views(body: dict[str, Any]) -> HttpResponse:
    return JsonResponse(body, status=body["status"], content_type=PROBLEM)
