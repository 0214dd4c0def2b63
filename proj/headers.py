"""Response headers that neither Django nor a library of ours sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Our pages use none of these. An injected script must not use them either.
_NEVER_ASKED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_POLICY = ", ".join(f"{feature}=()" for feature in _NEVER_ASKED)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Permissions-Policy"] = _POLICY
        return response

    return middleware
