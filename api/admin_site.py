"""The admin, whose forms take no more guesses of a password than the API does."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from api.errors import too_many_requests
from api.throttles import Counted, login_attempt, password_attempt, seconds_refused


class AdminSite(admin.AdminSite):
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        attempt = login_attempt(request, request.POST.get("username", ""))
        return _refusal(request, attempt) or super().login(request, extra_context)

    def password_change(  # type: ignore[override]  # the stubs know its page alone
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        attempt = password_attempt(request.user.pk or 0)
        return _refusal(request, attempt) or super().password_change(request, extra_context)


def _refusal(request: HttpRequest, attempt: Counted) -> HttpResponse | None:
    """The answer to a form that is sent too often; None if it may be read."""
    if request.method != "POST":
        return None
    limit, who = attempt
    seconds = seconds_refused(limit, *who)
    return None if seconds is None else too_many_requests(seconds)
