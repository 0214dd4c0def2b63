"""Logs one line for each slow or failed request: what, for whom, how long."""

import logging
import time
from uuid import UUID
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

SLOW_MS = 1000
_LONGEST_PATH = 200  # characters; our paths are shorter

logger = logging.getLogger(__name__)


class LoggingHandler(WSGIHandler):
    """Django's handler, outside all middleware: their time is measured too."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> HttpResponseBase:
        environ["CONTENT_TYPE"] = _in_utf_8(environ.get("CONTENT_TYPE", ""))
        return super().__call__(environ, start_response)

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = super().get_response(request)
        ms = round((time.perf_counter() - began) * 1000)
        if response.status_code >= 400 or ms >= SLOW_MS:
            _log(request, response, ms)
        return response


def _log(request: HttpRequest, response: HttpResponseBase, ms: int) -> None:
    """Logs the app, but not the rest of the query: filters and tokens are private."""
    found = {
        "method": request.method,
        "path": escape_uri_path(request.path)[:_LONGEST_PATH],
        "status": response.status_code,
        "ms": ms,
        "user_id": _user_id(request),
        "app_id": _app_id(request),
        "outcome": response.get("X-Cache"),
    }
    level = _level(response.status_code)
    logger.log(level, " ".join(f"{name}={value}" for name, value in found.items()), extra=found)


def _level(status: int) -> int:
    """Server errors are errors. Client errors (404) are info. The rest was slow: a warning."""
    if status >= 500:
        return logging.ERROR
    return logging.INFO if status >= 400 else logging.WARNING


def _user_id(request: HttpRequest) -> int | None:
    """The user's id if the view knows it. Loading the user here may query the database."""
    known: int | None = getattr(request, "user_id", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


def _app_id(request: HttpRequest) -> str | None:
    try:
        return str(UUID(request.GET.get("appId", "")))
    except (ValueError, SuspiciousOperation):  # not a UUID; more parameters than Django reads
        return None


def _in_utf_8(content_type: str) -> str:
    """Only the media type and its boundary.

    Django decodes queries and forms by the charset that a client sends here, and fails if it is
    no text encoding. Ours are in UTF-8, as JSON always is.
    """
    media_type, *parameters = content_type.split(";")
    boundary = (one for one in parameters if one.strip().lower().startswith("boundary="))
    return ";".join([media_type, *boundary])
