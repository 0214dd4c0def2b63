"""Lists of PeerMetrics' rows, read-only: parse, look up, respond."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api import list_shapes, rows
from api.access import require_row, require_visible, visible_apps, visible_rows
from api.computed import computed
from api.errors import RowNotFound
from api.list_params import ConferenceListParams, PageParams, RowParams
from api.pages import NEXT_PAGE, json_response, page_response, queryset_response
from api.schema import READING, RETRY_AFTER
from peermetrics.models import App, Conference, Participant, Row, Session
from rollups import clock
from rollups.changes.freshness import as_of
from rollups.reading.lists import ConferencesQuery, FoundConference, find_conferences
from rollups.reading.query import SummaryQuery


class AppsView(APIView):
    @extend_schema(
        operation_id="apps",
        summary="The apps that the caller may see, by name, inactive ones included",
        parameters=[PageParams, NEXT_PAGE, RETRY_AFTER],
        responses={200: list_shapes.APPS, **READING},
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
        responses={200: list_shapes.CONFERENCES, **READING},
    )
    @computed
    def get(self, request: Request) -> HttpResponse:
        params = ConferenceListParams(data=request.query_params)
        params.is_valid(raise_exception=True)
        given = params.validated_data
        if "participantId" in given:
            its_app = require_row(request.user, Participant, given["participantId"])
            given.setdefault("appId", its_app)  # which is its conferences' too
        require_visible(request.user, given["appId"])
        moment = as_of()
        limit, offset = params.window
        found = find_conferences(params.list_query(clock.now()), limit=limit, offset=offset)
        response = page_response(
            request, params, _counted_rows(given["appId"], found.page), found.count
        )
        if moment is not None:
            response["X-As-Of"] = moment.isoformat()
        return response


def _counted_rows(app_id: UUID, page: list[FoundConference]) -> list[rows.Row]:
    """The raw rows of conferences as they are counted, less those that are no longer there."""
    ids = [one.id for one in page]
    raw = rows.CONFERENCES.read(
        Conference.objects.filter(id__in=ids, app_id=app_id, is_active=True)
    )
    by_id = {row["id"]: row for row in raw}
    return [by_id[one.id] | _as_counted(one) for one in page if one.id in by_id]


def _as_counted(found: FoundConference) -> dict[str, Any]:
    return {"participants_count": found.shown["participants"], "status": found.shown["status"]}


class ConferenceView(APIView):
    @extend_schema(
        operation_id="conference",
        summary="One conference, with the ids of its active participants and issues",
        parameters=[RETRY_AFTER],
        description="status and participants_count are null until it is counted, for seconds.",
        responses={200: list_shapes.ONE_CONFERENCE, **READING},
    )
    @computed
    def get(self, request: Request, conference_id: UUID) -> HttpResponse:
        visible = visible_rows(request.user, Conference)
        found = rows.ONE_CONFERENCE.read(visible.filter(id=conference_id, is_active=True))
        if not found:
            raise RowNotFound("conference")
        (row,) = found
        query = ConferencesQuery(SummaryQuery(row["app"]), {"conference_ids": [conference_id]})
        counted = find_conferences(query, limit=1).page
        row |= _as_counted(counted[0]) if counted else {"participants_count": None, "status": None}
        row["peermetrics_url"] = _peermetrics_url(conference_id)
        return json_response({"data": row})


def _peermetrics_url(conference_id: UUID) -> str | None:
    """The address of PeerMetrics' own page of the conference, where its pages are known."""
    base = settings.PEERMETRICS_WEB_URL
    return base and f"{base}/conference/{conference_id}"


_NAMED: dict[str, type[Row]] = {
    "appId": App,
    "conferenceId": Conference,
    "participantId": Participant,
    "sessionId": Session,
}
_CHILD = {
    "appId": "conference__app",
    "conferenceId": "conference",
    "participantId": "participant",
    "sessionId": "session",
}
_BOUNDS = ("created_at_gte", "created_at_gt", "created_at_lte", "created_at_lt")


class RowsView(APIView):
    """Rows of one raw table, by the ids of what they belong to."""

    rows: rows.Rows
    paths: Mapping[str, str]  # how a row leads to what each parameter names

    @computed
    def get(self, request: Request) -> HttpResponse:
        params = RowParams(data=request.query_params)
        params.is_valid(raise_exception=True)
        given = params.validated_data
        asked = visible_rows(request.user, self.rows.model).filter(is_active=True)
        for name in _NAMED.keys() & given.keys():
            require_row(request.user, _NAMED[name], given[name])
            asked = asked.filter(**{self.paths[name]: given[name]})
        for name in given.keys() & set(_BOUNDS):
            column, _, bound = name.rpartition("_")
            asked = asked.filter(**{f"{column}__{bound}": given[name]})
        return queryset_response(request, params, self.rows, asked.order_by("created_at", "id"))


def rows_view(
    name: str, of: rows.Rows, shape: Serializer[Any], paths: Mapping[str, str] = _CHILD
) -> type[RowsView]:
    """The view of one table: `name` is its operation in the schema, `shape` its answer's."""

    @extend_schema(
        operation_id=name,
        summary=f"Active {name}, oldest first; at least one id is needed",
        parameters=[RowParams, NEXT_PAGE, RETRY_AFTER],
        responses={200: shape, **READING},
    )
    def get(self: RowsView, request: Request) -> HttpResponse:
        return RowsView.get(self, request)

    return type(name, (RowsView,), {"rows": of, "paths": paths, "get": get})


# Address: view.
LISTS: dict[str, type[APIView]] = {
    "apps": AppsView,
    "conferences": ConferencesView,
    "conferences/<uuid:conference_id>": ConferenceView,
    "sessions": rows_view(
        "sessions", rows.SESSIONS, list_shapes.SESSIONS, _CHILD | {"sessionId": "id"}
    ),
    "connections": rows_view("connections", rows.CONNECTIONS, list_shapes.CONNECTIONS),
    "issues": rows_view("issues", rows.ISSUES, list_shapes.ISSUES),
    "participants": rows_view(
        "participants",
        rows.PARTICIPANTS,
        list_shapes.PARTICIPANTS,
        {
            "appId": "app",
            "conferenceId": "conferences",
            "participantId": "id",
            "sessionId": "session",
        },
    ),
}
