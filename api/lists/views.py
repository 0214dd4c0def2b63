"""Lists of PeerMetrics' rows: parse, look up, respond."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.access.membership import require_row, require_visible, visible_apps, visible_rows
from api.errors import ApiError
from api.lists import rows, shapes
from api.lists.pages import NEXT_PAGE, json_response, page_response, queryset_response
from api.lists.params import ConferenceListParams, PageParams, RowParams
from api.schema import READING, RETRY_AFTER, DescribedSchema, Responses
from peermetrics.models import App, Conference, Participant, Row, Session
from rollups import clock
from rollups.cache.misses import place_for
from rollups.changes.freshness import as_of
from rollups.reading.lists import ConferencesQuery, FoundConference, find_conferences
from rollups.reading.query import SummaryQuery


class AppsView(APIView):
    @extend_schema(
        operation_id="apps",
        summary="The apps that the caller may see, by name, inactive ones included",
        parameters=[PageParams, NEXT_PAGE, RETRY_AFTER],
        responses={200: shapes.Apps, **READING},
    )
    def get(self, request: Request) -> HttpResponse:
        params = PageParams(data=request.query_params)
        params.is_valid(raise_exception=True)
        # Superusers administer every app, members none.
        of = rows.APPS_WITH_KEYS if request.user.is_superuser else rows.APPS
        return queryset_response(
            request, params, of, visible_apps(request.user).order_by("name", "id")
        )


class ConferencesView(APIView):
    @extend_schema(
        operation_id="conferences",
        summary="The conferences behind a number",
        parameters=[ConferenceListParams, NEXT_PAGE, RETRY_AFTER],
        responses={200: shapes.Conferences, **READING},
    )
    def get(self, request: Request) -> HttpResponse:
        with place_for(request.user.pk):
            params = ConferenceListParams(data=request.query_params)
            params.is_valid(raise_exception=True)
            return _conferences(request, params)


def _conferences(request: Request, params: ConferenceListParams) -> HttpResponse:
    given = params.validated_data
    if "participantId" in given:
        app_id = require_row(request.user, Participant, given["participantId"])
        given.setdefault("appId", app_id)  # the participant's conferences are of the same app
    require_visible(request.user, given["appId"])
    moment = as_of()
    limit, offset = params.window
    found = find_conferences(params.list_query(clock.now()), limit=limit, offset=offset)
    response = page_response(request, params, _raw_rows(given["appId"], found.page), found.count)
    if moment is not None:
        response["X-As-Of"] = moment.isoformat()
    return response


def _raw_rows(app_id: UUID, page: list[FoundConference]) -> list[rows.Row]:
    """The raw rows of the conferences found. A row that is gone meanwhile is left out."""
    ids = [one.id for one in page]
    raw = rows.CONFERENCES.read(
        Conference.objects.filter(id__in=ids, app_id=app_id, is_active=True)
    )
    by_id = {row["id"]: row for row in raw}
    return [by_id[one.id] | _from_facts(one) for one in page if one.id in by_id]


def _from_facts(found: FoundConference) -> dict[str, Any]:
    return {"participants_count": found.shown["participants"], "status": found.shown["status"]}


class ConferenceView(APIView):
    @extend_schema(
        operation_id="conference",
        summary="One conference, with the ids of its active participants and issues",
        parameters=[RETRY_AFTER],
        description="status and participants_count are null until it is counted, for seconds.",
        responses={200: shapes.OneConference, **READING},
    )
    def get(self, request: Request, conference_id: UUID) -> HttpResponse:
        with place_for(request.user.pk):
            visible = visible_rows(request.user, Conference)
            found = rows.ONE_CONFERENCE.read(visible.filter(id=conference_id, is_active=True))
            if not found:
                raise ApiError("conference_not_found")
            (row,) = found
            query = ConferencesQuery(SummaryQuery(row["app"]), {"conference_ids": [conference_id]})
            counted = find_conferences(query, limit=1).page
        row |= _from_facts(counted[0]) if counted else {"participants_count": None, "status": None}
        row["peermetrics_url"] = _peermetrics_url(conference_id)
        return json_response({"data": row})


def _peermetrics_url(conference_id: UUID) -> str | None:
    """PeerMetrics' own page of the conference. None if PEERMETRICS_WEB_URL is not set."""
    base = settings.PEERMETRICS_WEB_URL
    return base and f"{base}/conference/{conference_id}"


_NAMED: dict[str, type[Row]] = {
    "appId": App,
    "conferenceId": Conference,
    "participantId": Participant,
    "sessionId": Session,
}
_BOUNDS = ("created_at_gte", "created_at_gt", "created_at_lte", "created_at_lt")


class RowsView(APIView):
    """Active rows of one raw table, by the ids of what they belong to."""

    name: str  # the operation id in the OpenAPI schema
    shown: rows.Rows
    shape: type[Serializer[Any]]
    # For each parameter, the path from a row to the id.
    paths: Mapping[str, str] = {
        "appId": "conference__app",
        "conferenceId": "conference",
        "participantId": "participant",
        "sessionId": "session",
    }

    schema = DescribedSchema()
    parameters = [RowParams, NEXT_PAGE, RETRY_AFTER]

    @property
    def responses(self) -> Responses:
        return {200: self.shape, **READING}

    def get(self, request: Request) -> HttpResponse:
        with place_for(request.user.pk):
            params = RowParams(data=request.query_params)
            params.is_valid(raise_exception=True)
            given = params.validated_data
            found = visible_rows(request.user, self.shown.model).filter(is_active=True)
            for name in _NAMED.keys() & given.keys():
                require_row(request.user, _NAMED[name], given[name])
                found = found.filter(**{self.paths[name]: given[name]})
            for name in given.keys() & set(_BOUNDS):
                column, _, bound = name.rpartition("_")
                found = found.filter(**{f"{column}__{bound}": given[name]})
            ordered = found.order_by("created_at", "id")
            return queryset_response(request, params, self.shown, ordered)


class SessionsView(RowsView):
    """Active sessions, oldest first. At least one id is needed."""

    name = "sessions"
    shown = rows.SESSIONS
    shape = shapes.Sessions
    paths = {**RowsView.paths, "sessionId": "id"}


class ConnectionsView(RowsView):
    """Active connections, oldest first. At least one id is needed."""

    name = "connections"
    shown = rows.CONNECTIONS
    shape = shapes.Connections


class IssuesView(RowsView):
    """Active issues, oldest first. At least one id is needed."""

    name = "issues"
    shown = rows.ISSUES
    shape = shapes.Issues


class ParticipantsView(RowsView):
    """Active participants, oldest first. At least one id is needed."""

    name = "participants"
    shown = rows.PARTICIPANTS
    shape = shapes.Participants
    paths = {
        "appId": "app",
        "conferenceId": "conferences",
        "participantId": "id",
        "sessionId": "session",
    }
