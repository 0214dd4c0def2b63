"""Summary endpoints: parse, look up, respond."""

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from api.access import require_visible
from api.params import ConferencesSummaryParams, SummaryParams
from api.serializers import (
    FilterOptionsSerializer,
    ProblemSerializer,
    StatusCountsSerializer,
    data_of,
)
from rollups import clock
from rollups.cache import Answer, cached_summary
from rollups.refresh import drain
from rollups.summaries import CONFERENCES_SUMMARY, FILTER_OPTIONS, Summary

_PROBLEMS = {
    400: OpenApiResponse(ProblemSerializer, "A parameter is missing or malformed."),
    401: OpenApiResponse(ProblemSerializer, "Neither a token nor a session."),
    404: OpenApiResponse(ProblemSerializer, "No such app, or not one that the caller may see."),
}


class SummaryView(APIView):
    """Answers from the cache, or from rollups and facts. X-As-Of tells the moment it is true of."""

    summary: Summary
    params: type[SummaryParams] = SummaryParams

    def get(self, request: Request) -> HttpResponseBase:
        params = self.params(data=request.query_params)
        params.is_valid(raise_exception=True)
        query = params.query(clock.now())
        require_visible(request.user, query.app_id)
        bypass = params.validated_data["no_cache"]
        if bypass:
            if not request.user.is_superuser:
                raise PermissionDenied("no_cache is for superusers.")
            drain()
        return _respond(request, cached_summary(self.summary, query, bypass=bypass))


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


class ConferencesSummaryView(SummaryView):
    summary = CONFERENCES_SUMMARY
    params = ConferencesSummaryParams

    @extend_schema(
        operation_id="conferences_summary",
        summary="Conferences by status, per day or hour",
        parameters=[ConferencesSummaryParams],
        responses={200: data_of("ConferencesSummary", StatusCountsSerializer), **_PROBLEMS},
    )
    def get(self, request: Request) -> HttpResponseBase:
        return super().get(request)


class FilterOptionsView(SummaryView):
    summary = FILTER_OPTIONS

    @extend_schema(
        operation_id="filters",
        summary="The values to filter by, with the number of conferences of each",
        description="Filters given are not applied: each count is of its value alone.",
        parameters=[SummaryParams],
        responses={200: FilterOptionsSerializer, **_PROBLEMS},
    )
    def get(self, request: Request) -> HttpResponseBase:
        return super().get(request)
