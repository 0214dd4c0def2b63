"""Django's admin. It limits guesses of a password with the same counters as the API."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from api.access.counters import Counted, login_attempt, password_attempt, seconds_refused
from api.errors import too_many_requests


class AdminSite(admin.AdminSite):
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        attempt = login_attempt(request, request.POST.get("username", ""))
        return _refusal(request, attempt) or super().login(request, extra_context)

    def password_change(  # type: ignore[override]  # the stubs say that it returns a page only
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        attempt = password_attempt(request.user.pk or 0)
        return _refusal(request, attempt) or super().password_change(request, extra_context)


def _refusal(request: HttpRequest, attempt: Counted) -> HttpResponse | None:
    """The 429 for a form that is sent too often. None if it is within the limit."""
    if request.method != "POST":
        return None
    limit, who = attempt
    seconds = seconds_refused(limit, *who)
    return None if seconds is None else too_many_requests(seconds)
