"""Serves the dashboard's page. Its scripts and styles come from /static/."""

from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

INDEX = Path(__file__).resolve().parent / "dist" / "index.html"

_NOT_BUILT = """\
The dashboard has not been built on this machine.
Build it with ./run --setup (or, in web/, with npm ci && npm run build), then load this page again.
The API under /v1/ works without it.
"""


# Browsers may keep scripts for ever: their names change with their contents. This page has the
# names, so browsers must ask for it again.
@cache_control(no_cache=True)
@ensure_csrf_cookie
@require_safe
def page(request: HttpRequest, **_route: str) -> HttpResponse:
    """The page for every address of the dashboard. Its scripts read the address."""
    try:
        return HttpResponse(INDEX.read_bytes())
    except FileNotFoundError:
        return HttpResponse(
            _NOT_BUILT,
            content_type="text/plain; charset=utf-8",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page with status 404, for an address that does not exist."""
    response = page(request)
    response.status_code = HTTPStatus.NOT_FOUND
    return response
