"""/v1/session: who is logged in, log in, log out. The session is Django's."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import permissions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.access.serializers import Credentials, Session
from api.access.throttles import CallerThrottle, LoginThrottle
from api.schema import RETRY_AFTER, problems

# For the schema: these need no login.
_ANYBODY: Any = [{"tokenAuth": []}, {"cookieAuth": []}, {}]


class AnyoneMayAskAndLogIn(permissions.IsAuthenticated):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.method in ("GET", "POST") or super().has_permission(request, view)


# REST framework checks the CSRF token only if the caller is logged in already.
@method_decorator(csrf_protect, name="dispatch")
class SessionView(APIView):
    permission_classes = [AnyoneMayAskAndLogIn]
    throttle_classes = [CallerThrottle, LoginThrottle]

    # No login is no error: browsers write errors to their console.
    @extend_schema(
        operation_id="session",
        summary="Who is logged in",
        auth=_ANYBODY,
        parameters=[RETRY_AFTER],
        responses={
            200: Session,
            204: OpenApiResponse(description="Nobody is logged in."),
            **problems(400, 401, 406, 429, 503),
        },
    )
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(Session(request.user).data)

    @extend_schema(
        operation_id="log_in",
        summary="Log in",
        auth=_ANYBODY,
        request=Credentials,
        parameters=[RETRY_AFTER],
        responses={
            200: Session,
            **problems(400, 401, 403, 406, 413, 415, 429, 503),
        },
    )
    def post(self, request: Request) -> Response:
        credentials = Credentials(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = authenticate(request, **credentials.validated_data)
        if user is None:
            raise serializers.ValidationError({"password": "does not belong to this username."})
        login(request, user)
        return Response(Session(user).data)

    @extend_schema(
        operation_id="log_out",
        summary="Log out",
        parameters=[RETRY_AFTER],
        responses={204: None, **problems(401, 403, 406, 429, 503)},
    )
    def delete(self, request: Request) -> Response:
        logout(request)
        return Response(status=status.HTTP_204_NO_CONTENT)
