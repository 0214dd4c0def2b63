"""Summary endpoints: parse, look up, respond."""

import re
from copy import copy
from datetime import datetime
from typing import Any, cast

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from api import schema, serializers
from api.access import require_superuser, require_visible_as_remembered
from api.authentication import SessionAuthentication, TokenAuthentication
from api.errors import CsrfFailed
from api.params import ByCodeParams, ByTimeParams, ByTypeParams, SessionsParams, SummaryParams
from rollups import clock
from rollups.cache import opened_zones
from rollups.cache.answer import Answer, answer
from rollups.cache.misses import computing
from rollups.health import metrics
from rollups.pipeline.refresh import drain
from rollups.reading.snapshot import Summary
from rollups.servers import database
from rollups.statistics import dashboard, key_figures
from rollups.statistics.conferences import answers as conferences
from rollups.statistics.connections import answers as connections
from rollups.statistics.issues import answers as issues
from rollups.statistics.sessions import answers as sessions

REFRESH_SECONDS = 5  # of no_cache; what is left is the worker's

_HEADERS = [
    schema.header("X-Cache", "hit, miss, bypass, or stale: older than it should be."),
    schema.header("X-As-Of", "Every change committed before this moment is counted."),
    schema.header("Age", "The seconds since then."),
    schema.header("ETag", "For If-None-Match."),
    schema.RETRY_AFTER,
]
_NOT_MODIFIED = OpenApiResponse(description="Nothing has changed since the ETag was given.")

# A client that takes gzip: not one that says that it does not, by a quality of nothing.
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class SummaryView(APIView):
    """Answers from the cache, or from rollups and facts. X-As-Of tells the moment it is true of."""

    params: type[SummaryParams]
    summary: Summary

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [TokenAuthentication(remembered=True), SessionAuthentication(remembered=True)]

    def get(self, request: Request) -> HttpResponseBase:
        given = self.params(data=request.query_params)
        given.is_valid(raise_exception=True)
        now = clock.now()
        query = given.query(now)
        require_visible_as_remembered(request, query.app_id)
        bypass = given.validated_data["no_cache"]
        if bypass:
            _require_no_forgery(request)
            require_superuser(request.user)
            with computing(request.user.pk), database.asked():
                drain(app_id=query.app_id, within=REFRESH_SECONDS)
        given_answer = answer(self.summary, query, who=request.user.pk, bypass=bypass)
        metrics.ANSWERS.labels(type(self).__name__, given_answer.outcome).inc()
        if given.is_opening:
            opened_zones.note(query.app_id, query.zone, now)
        return _respond(request, given_answer, now)


def _require_no_forgery(request: Request) -> None:
    """Ask a session for the token that a POST needs: a browser sends the session's cookie also
    when it follows another site's link."""
    authenticator = request.successful_authenticator
    if isinstance(authenticator, SessionAuthentication):
        as_post = cast("Request", copy(request._request))  # of which it reads what both have
        as_post.method = "POST"
        try:
            authenticator.enforce_csrf(as_post)
        except PermissionDenied as error:
            raise CsrfFailed from error


def _respond(request: Request, answer: Answer, now: datetime) -> HttpResponseBase:
    """The answer, or 304 to a client that has it: either way with what is true of it now."""
    if _GZIP.search(request.headers.get("Accept-Encoding", "")):
        full = HttpResponse(answer.entry.gzipped, content_type="application/json")
        full["Content-Encoding"] = "gzip"
    else:
        full = HttpResponse(answer.body, content_type="application/json")
    etag = answer.entry.etag
    response = get_conditional_response(request, etag=etag, response=full) or full
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # keep it, but ask whether it is still true
    response["X-Cache"] = answer.outcome
    if answer.as_of is not None:
        response["X-As-Of"] = answer.as_of.isoformat()
        response["Age"] = str(max(0, int((now - answer.as_of).total_seconds())))
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Encoding"])
    return response


def summary_view(
    name: str,
    summary: Summary,
    shape: Any,
    params: type[SummaryParams] = SummaryParams,
) -> type[SummaryView]:
    """The view of one summary: `name` is its operation in the schema, `shape` its answer's."""

    @extend_schema(
        operation_id=name,
        summary=(summary.compute.__doc__ or name).split("\n")[0],
        parameters=[params, *_HEADERS],
        responses={200: shape, 304: _NOT_MODIFIED, **schema.READING, **schema.problems(403)},
    )
    def get(self: SummaryView, request: Request) -> HttpResponseBase:
        return SummaryView.get(self, request)

    return type(name, (SummaryView,), {"summary": summary, "params": params, "get": get})


# Address: view. Shapes and parameters are the contract's.
SUMMARIES: dict[str, type[SummaryView]] = {
    "conferences/summary": summary_view(
        "conferences_summary",
        conferences.CONFERENCES,
        serializers.ConferencesSerializer,
        ByTimeParams,
    ),
    "conferences/duration-summary": summary_view(
        "conferences_duration_summary",
        conferences.DURATIONS,
        serializers.DurationsSerializer,
    ),
    "conferences/participant-count-summary": summary_view(
        "conferences_participant_count_summary",
        conferences.PARTICIPANTS,
        serializers.ParticipantCountsSerializer,
    ),
    "issues/summary": summary_view(
        "issues_summary", issues.ISSUES, serializers.IssueCodesSerializer, ByCodeParams
    ),
    "issues/gum-summary": summary_view(
        "issues_gum_summary", issues.GUM_ERRORS, serializers.GumErrorsSerializer
    ),
    "connections/summary": summary_view(
        "connections_summary",
        connections.CONNECTIONS,
        serializers.ConnectionTypesSerializer,
        ByTypeParams,
    ),
    "connections/setup-time-summary": summary_view(
        "connections_setup_time_summary",
        connections.SETUP_TIMES,
        serializers.SetupTimesSerializer,
    ),
    "sessions/summary": summary_view(
        "sessions_summary",
        sessions.SESSIONS,
        serializers.SESSIONS_SUMMARY_OR_LIST,
        SessionsParams,
    ),
    "filters": summary_view(
        "filters", conferences.FILTER_OPTIONS, serializers.FilterOptionsSerializer
    ),
    "key-figures": summary_view(
        "key_figures", key_figures.KEY_FIGURES, serializers.KeyFiguresSerializer
    ),
    "dashboard": summary_view(
        "dashboard", dashboard.DASHBOARD, serializers.DashboardSerializer, ByTimeParams
    ),
}
