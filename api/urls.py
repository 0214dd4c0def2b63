"""The addresses under /v1/. They are PeerMetrics' own."""

from django.urls import path, re_path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import summary_views
from api.access.password_views import PasswordView
from api.access.session_views import SessionView
from api.lists import views as lists
from api.schema_view import schema


@extend_schema(exclude=True)
class NothingHereView(APIView):
    """A JSON 404 for any other address, instead of the dashboard's page."""

    def get(self, request: Request) -> Response:
        raise NotFound("There is no such address. /v1/schema describes the addresses.")


urlpatterns = [
    *(path(view.address, view.as_view()) for view in summary_views.VIEWS),
    path("apps", lists.AppsView.as_view()),
    path("conferences", lists.ConferencesView.as_view()),
    path("conferences/<uuid:conference_id>", lists.ConferenceView.as_view()),
    path("sessions", lists.SessionsView.as_view()),
    path("connections", lists.ConnectionsView.as_view()),
    path("issues", lists.IssuesView.as_view()),
    path("participants", lists.ParticipantsView.as_view()),
    path("session", SessionView.as_view()),
    path("session/password", PasswordView.as_view()),
    path("schema", schema),
    re_path("", NothingHereView.as_view()),
]
