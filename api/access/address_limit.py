"""Middleware that limits how often one address asks. It runs before any look-up in PostgreSQL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from api.access.counters import LOGINS_OF_ADDRESS, counted_address, requests
from api.access.prefetch import seconds_refused
from api.errors import too_many_requests

_LOGIN_PATHS = ("/v1/session", "/admin/login/")


def limit_addresses(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        seconds = _seconds_refused_to_address(request)
        return get_response(request) if seconds is None else too_many_requests(seconds)

    return middleware


def _seconds_refused_to_address(request: HttpRequest) -> int | None:
    if request.method == "POST" and request.path_info in _LOGIN_PATHS:
        return seconds_refused(request, LOGINS_OF_ADDRESS, "login", counted_address(request))
    if request.path_info.startswith("/v1/"):
        return seconds_refused(request, requests(), "address", counted_address(request))
    return None
