"""Response headers that neither Django nor a library of ours sends."""

from collections.abc import Callable
from http import HTTPStatus

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# Our pages use none of these. An injected script must not use them either.
_NEVER_ASKED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _NEVER_ASKED)

# With DEBUG, Django's pages for these have scripts and styles in them.
_PAGES_OF_DEBUG = (HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR)


def policies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: Permissions-Policy and Content-Security-Policy, the same for each response.

    The middleware of django-csp would make the policy anew for each, and that takes as long as
    everything else that Django does for a hit.
    """
    content_security = build_policy()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Permissions-Policy"] = _PERMISSIONS
        if not (settings.DEBUG and response.status_code in _PAGES_OF_DEBUG):
            response["Content-Security-Policy"] = content_security
        return response

    return middleware
