"""Middleware that gives hits of summaries, in front of everything else that a request passes."""

import re
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase
from rest_framework.exceptions import ValidationError

from api.summary_views import VIEWS

_VIEWS = {f"/v1/{view.address}": view for view in VIEWS}
_CSRF_TOKEN = re.compile(r"[a-zA-Z0-9]{32}|[a-zA-Z0-9]{64}")


def give_hits(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """What the middlewares after this one would add to a hit, `respond` adds too. A request that
    one of them refuses, or that gets a new cookie, goes on."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return _hit(request) or get_response(request)

    return middleware


def _hit(request: HttpRequest) -> HttpResponseBase | None:
    view = _VIEWS.get(request.path_info)
    if view is None or request.method not in ("GET", "HEAD") or not _keeps_its_cookies(request):
        return None
    with suppress(DisallowedHost, ValidationError):
        request.get_host()
        return view.hit(request)
    return None


def _keeps_its_cookies(request: HttpRequest) -> bool:
    """Whether Django replaces no malformed cookie of its own. A client with a token needs none."""
    if "HTTP_AUTHORIZATION" in request.META:
        return not request.META.get("HTTP_COOKIE")
    csrf_token = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    return csrf_token is None or _CSRF_TOKEN.fullmatch(csrf_token) is not None
