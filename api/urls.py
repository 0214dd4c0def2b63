"""The API, under /v1/, at PeerMetrics' own addresses."""

from django.urls import path, re_path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.list_views import LISTS
from api.password_views import PasswordView
from api.schema_view import schema
from api.session_views import SessionView
from api.summary_views import SUMMARIES


@extend_schema(exclude=True)
class NothingHereView(APIView):
    """A JSON 404 for any other address, instead of the dashboard's page."""

    def get(self, request: Request) -> Response:
        raise NotFound("There is no such address. /v1/schema describes those that there are.")


urlpatterns = [
    path("session", SessionView.as_view()),
    path("session/password", PasswordView.as_view()),
    *(path(address, view.as_view()) for address, view in {**SUMMARIES, **LISTS}.items()),
    path("schema", schema),
    re_path("", NothingHereView.as_view()),
]
