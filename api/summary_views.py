"""Summary endpoints: parse, look up, respond.

A new summary needs three things here: its shape in `api.serializers`, its view in this file, and
its address in `api.urls`.
"""

from copy import copy
from functools import partial
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.utils import OpenApiResponse
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from api import serializers
from api.access.authentication import (
    SessionAuthentication,
    TokenAuthentication,
    credential_of,
)
from api.access.membership import require_superuser, require_visible_by_cache
from api.access.prefetch import entry_for, prefetch
from api.asked import Asked, remembered, validated
from api.errors import SEND_CSRF_TOKEN, ApiError
from api.params import ByCodeParams, ByTimeParams, ByTypeParams, SessionsParams, SummaryParams
from api.responses import accepts_json, respond
from api.schema import READING, RETRY_AFTER, DescribedSchema, Responses, header, problems
from rollups import clock
from rollups.cache import opened_zones
from rollups.cache.answer import Answer, answer
from rollups.cache.misses import place_for
from rollups.health import metrics
from rollups.pipeline.refresh import drain
from rollups.reading.snapshot import Summary
from rollups.servers import database
from rollups.statistics import dashboard, key_figures
from rollups.statistics.conferences import answers as conferences
from rollups.statistics.connections import answers as connections
from rollups.statistics.issues import answers as issues
from rollups.statistics.sessions import answers as sessions

REFRESH_SECONDS = 5  # the time that no_cache refreshes; the worker does the rest

_HEADERS = [
    header("X-Cache", "hit, miss, bypass, or stale: older than it should be."),
    header("X-As-Of", "Every change committed before this moment is counted."),
    header("Age", "The seconds since then."),
    header("ETag", "For If-None-Match."),
    RETRY_AFTER,
]
_NOT_MODIFIED = OpenApiResponse(description="Nothing has changed since the ETag was given.")


class SummaryView(APIView):
    """Answers from the cache, or computes. The header X-As-Of says how far changes are counted."""

    address: str  # below /v1/
    name: str  # the operation id in the OpenAPI schema, and the label `endpoint` of metrics
    summary: Summary
    params: type[SummaryParams] = SummaryParams
    shape: Any  # a serializer

    schema = DescribedSchema()

    @property
    def parameters(self) -> list[Any]:
        return [self.params, *_HEADERS]

    @property
    def responses(self) -> Responses:
        return {200: self.shape, 304: _NOT_MODIFIED, **READING, **problems(403)}

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [TokenAuthentication(cached=True), SessionAuthentication(cached=True)]

    @classmethod
    def hit(cls, request: HttpRequest) -> HttpResponseBase | None:
        """The answer to a GET, if one round trip to Redis gives all that it needs. Else None.

        Raise ValidationError if the range is too long for its grouping.
        """
        credential, values = credential_of(request), remembered(cls.params, request)
        if credential is None or values is None or values["no_cache"] or not accepts_json(request):
            return None
        asked = Asked.of(cls.summary, cls.params, values, clock.now())
        found = prefetch(request, credential, asked.query.app_id, asked.key)
        if found.user_id is None or found.stored is None or not found.stored.is_fresh:
            return None
        request.user_id = found.user_id  # type: ignore[attr-defined]  # for the log
        return cls._respond(request, asked, Answer(found.stored.entry, "hit"))

    def get(self, request: Request) -> HttpResponseBase:
        values = validated(self.params, request._request)
        asked = Asked.of(self.summary, self.params, values, clock.now())
        require_visible_by_cache(request, asked.query.app_id)
        if asked.no_cache:
            _require_csrf_token(request)
            require_superuser(request.user)
            with place_for(request.user.pk), database.asked():
                drain(app_id=asked.query.app_id, within=REFRESH_SECONDS)
        found = answer(
            self.summary,
            asked.query,
            who=request.user.pk,
            bypass=asked.no_cache,
            fetch=partial(entry_for, request._request),
        )
        return self._respond(request._request, asked, found)

    @classmethod
    def _respond(cls, request: HttpRequest, asked: Asked, found: Answer) -> HttpResponseBase:
        metrics.ANSWERS.labels(cls.name, found.outcome).inc()
        if asked.is_opening:
            opened_zones.note(asked.query.app_id, asked.query.zone, asked.now)
        return respond(request, found, asked.now)


def _require_csrf_token(request: Request) -> None:
    """Check the CSRF token of a session, as for a POST. Raise `csrf_failed` if it is wrong.

    A browser sends the session's cookie also if the user follows a link of another site.
    """
    authenticator = request.successful_authenticator
    if isinstance(authenticator, SessionAuthentication):
        as_post = cast("Request", copy(request._request))  # only what both classes have is read
        as_post.method = "POST"
        try:
            authenticator.enforce_csrf(as_post)
        except PermissionDenied as error:
            message = f"With a session, no_cache needs a CSRF token, as a POST. {SEND_CSRF_TOKEN}"
            raise ApiError("csrf_failed", message) from error


class ConferencesSummaryView(SummaryView):
    """Conferences of each day or hour, by status."""

    address = "conferences/summary"
    name = "conferences_summary"
    summary = conferences.CONFERENCES
    params = ByTimeParams
    shape = serializers.ConferencesSummary


class DurationsSummaryView(SummaryView):
    """Conferences by duration."""

    address = "conferences/duration-summary"
    name = "conferences_duration_summary"
    summary = conferences.DURATIONS
    shape = serializers.DurationsSummary


class ParticipantCountsSummaryView(SummaryView):
    """Conferences by number of participants."""

    address = "conferences/participant-count-summary"
    name = "conferences_participant_count_summary"
    summary = conferences.PARTICIPANTS
    shape = serializers.ParticipantCountsSummary


class IssuesSummaryView(SummaryView):
    """Issues by code, and the conferences that have them. The most frequent first."""

    address = "issues/summary"
    name = "issues_summary"
    summary = issues.ISSUES
    params = ByCodeParams
    shape = serializers.IssuesSummary


class GumErrorsSummaryView(SummaryView):
    """Errors of getUserMedia by name and message. The most frequent first."""

    address = "issues/gum-summary"
    name = "issues_gum_summary"
    summary = issues.GUM_ERRORS
    shape = serializers.GumErrorsSummary


class ConnectionTypesSummaryView(SummaryView):
    """Direct and relayed connections."""

    address = "connections/summary"
    name = "connections_summary"
    summary = connections.CONNECTIONS
    params = ByTypeParams
    shape = serializers.ConnectionTypesSummary


class SetupTimesSummaryView(SummaryView):
    """Connections by setup time."""

    address = "connections/setup-time-summary"
    name = "connections_setup_time_summary"
    summary = connections.SETUP_TIMES
    shape = serializers.SetupTimesSummary


class SessionsSummaryView(SummaryView):
    """Sessions by browser, operating system, country and city; or by one of them."""

    address = "sessions/summary"
    name = "sessions_summary"
    summary = sessions.SESSIONS
    params = SessionsParams
    shape = serializers.SESSIONS_SUMMARY_OR_LIST


class FilterOptionsView(SummaryView):
    """The values to filter by, with the number of conferences of each."""

    address = "filters"
    name = "filters"
    summary = conferences.FILTER_OPTIONS
    shape = serializers.FilterOptions


class KeyFiguresView(SummaryView):
    """Key figures of the range, and of the period before it."""

    address = "key-figures"
    name = "key_figures"
    summary = key_figures.KEY_FIGURES
    shape = serializers.KeyFigures


class DashboardView(SummaryView):
    """Everything that the dashboard shows of an app: each summary under its name."""

    address = "dashboard"
    name = "dashboard"
    summary = dashboard.DASHBOARD
    params = ByTimeParams
    shape = serializers.Dashboard


# In the order of the API's schema.
VIEWS: tuple[type[SummaryView], ...] = (
    DashboardView,
    KeyFiguresView,
    FilterOptionsView,
    ConferencesSummaryView,
    DurationsSummaryView,
    ParticipantCountsSummaryView,
    IssuesSummaryView,
    GumErrorsSummaryView,
    ConnectionTypesSummaryView,
    SetupTimesSummaryView,
    SessionsSummaryView,
)
