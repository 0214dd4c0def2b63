"""Serves the dashboard's build. Its scripts and styles come from /static/."""

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


# Browsers keep scripts for ever: their names hold a hash. The page names them, so it is not kept.
@cache_control(no_cache=True)
@ensure_csrf_cookie
@require_safe
def page(request: HttpRequest, **_route: str) -> HttpResponse:
    """The same page for every address of the dashboard. The browser decides what it shows."""
    try:
        return HttpResponse(INDEX.read_bytes())
    except FileNotFoundError:
        return HttpResponse(
            _NOT_BUILT,
            content_type="text/plain; charset=utf-8",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Any other address gets the page with status 404. The page says that nothing is there."""
    response = page(request)
    response.status_code = HTTPStatus.NOT_FOUND
    return response
