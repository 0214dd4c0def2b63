"""Summary endpoints: parse, look up, respond."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api import serializers
from api.access import require_visible
from api.params import ByCodeParams, ByTimeParams, ByTypeParams, SessionsParams, SummaryParams
from rollups import clock, summaries
from rollups.cache import Answer, cached_summaries, joined
from rollups.query import SummaryQuery
from rollups.refresh import drain
from rollups.summaries import Summary

PROBLEMS = {
    400: OpenApiResponse(serializers.ProblemSerializer, "A parameter is missing or malformed."),
    401: OpenApiResponse(serializers.ProblemSerializer, "Neither a token nor a session."),
    404: OpenApiResponse(serializers.ProblemSerializer, "No such app that the caller may see."),
}


class SummaryView(APIView):
    """Answers from the cache, or from rollups and facts. X-As-Of tells the moment it is true of."""

    params: type[SummaryParams]
    summary: Summary

    def answer(self, query: SummaryQuery, *, bypass: bool) -> Answer:
        return cached_summaries([(self.summary, query)], bypass=bypass)[0]

    def get(self, request: Request) -> HttpResponseBase:
        given = self.params(data=request.query_params)
        given.is_valid(raise_exception=True)
        query = given.query(clock.now())
        require_visible(request.user, query.app_id)
        bypass = given.validated_data["no_cache"]
        if bypass:
            if not request.user.is_superuser:
                raise PermissionDenied("no_cache is for superusers.")
            drain()
        return _respond(request, self.answer(query, bypass=bypass))


def _respond(request: Request, answer: Answer) -> HttpResponseBase:
    """The answer, or 304 to a client that has it: either way with what is true of it now."""
    full = HttpResponse(answer.body, content_type="application/json")
    response = get_conditional_response(request, etag=answer.etag, response=full) or full
    response["ETag"] = answer.etag
    response["Cache-Control"] = "private, no-cache"  # keep it, but ask whether it is still true
    response["X-Cache"] = answer.outcome
    if answer.as_of is not None:
        response["X-As-Of"] = answer.as_of.isoformat()
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response


def summary_view(
    name: str,
    summary: Summary,
    shape: Serializer[Any] | type[Serializer[Any]],
    params: type[SummaryParams] = SummaryParams,
) -> type[SummaryView]:
    """The view of one summary: `name` is its operation in the schema, `shape` its answer's."""

    @extend_schema(
        operation_id=name,
        summary=(summary.compute.__doc__ or name).split("\n")[0],
        parameters=[params],
        responses={200: shape, **PROBLEMS},
    )
    def get(self: SummaryView, request: Request) -> HttpResponseBase:
        return SummaryView.get(self, request)

    return type(name, (SummaryView,), {"summary": summary, "params": params, "get": get})


class DashboardView(SummaryView):
    """Everything that the dashboard shows of an app: each part cached by itself, all fetched by
    one command to Redis."""

    params = ByTimeParams

    def answer(self, query: SummaryQuery, *, bypass: bool) -> Answer:
        parts = summaries.dashboard_parts(query)
        answers = cached_summaries([*parts.values()], bypass=bypass)
        return joined(dict(zip(parts, answers, strict=True)))

    @extend_schema(
        operation_id="dashboard",
        summary="All summaries in one answer",
        parameters=[ByTimeParams],
        responses={200: serializers.DashboardSerializer, **PROBLEMS},
    )
    def get(self, request: Request) -> HttpResponseBase:
        return super().get(request)


# Address: view. Shapes and parameters are the contract's.
SUMMARIES: dict[str, type[SummaryView]] = {
    "conferences/summary": summary_view(
        "conferences_summary",
        summaries.CONFERENCES,
        serializers.ConferencesSerializer,
        ByTimeParams,
    ),
    "conferences/duration-summary": summary_view(
        "conferences_duration_summary",
        summaries.DURATIONS_SUMMARY,
        serializers.DurationsSerializer,
    ),
    "conferences/participant-count-summary": summary_view(
        "conferences_participant_count_summary",
        summaries.PARTICIPANTS_SUMMARY,
        serializers.ParticipantCountsSerializer,
    ),
    "issues/summary": summary_view(
        "issues_summary", summaries.ISSUES, serializers.IssueCodesSerializer, ByCodeParams
    ),
    "issues/gum-summary": summary_view(
        "issues_gum_summary", summaries.GUM_ERRORS, serializers.GumErrorsSerializer
    ),
    "connections/summary": summary_view(
        "connections_summary",
        summaries.CONNECTIONS,
        serializers.ConnectionTypesSerializer,
        ByTypeParams,
    ),
    "connections/setup-time-summary": summary_view(
        "connections_setup_time_summary",
        summaries.SETUP_TIMES_SUMMARY,
        serializers.SetupTimesSerializer,
    ),
    "sessions/summary": summary_view(
        "sessions_summary",
        summaries.SESSIONS,
        serializers.SessionsSummarySerializer,
        SessionsParams,
    ),
    "filters": summary_view(
        "filters", summaries.FILTER_OPTIONS, serializers.FilterOptionsSerializer
    ),
    "dashboard": DashboardView,
}
