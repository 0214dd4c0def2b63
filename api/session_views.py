"""The login of the dashboard: Django's session, as a resource."""

from django.contrib.auth import authenticate, login, logout
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import permissions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.serializers import CredentialsSerializer, SessionSerializer
from api.throttles import CallerThrottle, LoginThrottle


class AnyoneMayAskAndLogIn(permissions.IsAuthenticated):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.method in ("GET", "POST") or super().has_permission(request, view)


# REST framework checks the CSRF token only of those who are logged in already.
@method_decorator(csrf_protect, name="dispatch")
class SessionView(APIView):
    permission_classes = [AnyoneMayAskAndLogIn]
    throttle_classes = [CallerThrottle, LoginThrottle]

    # To be nobody is no error: browsers write those in their console.
    @extend_schema(
        operation_id="session",
        summary="Who is logged in",
        responses={200: SessionSerializer, 204: OpenApiResponse(description="Nobody is.")},
    )
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(SessionSerializer(request.user).data)

    @extend_schema(
        operation_id="log_in",
        summary="Log in",
        request=CredentialsSerializer,
        responses=SessionSerializer,
    )
    def post(self, request: Request) -> Response:
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = authenticate(request, **credentials.validated_data)
        if user is None:
            raise serializers.ValidationError({"password": "does not belong to this username."})
        login(request, user)
        return Response(SessionSerializer(user).data)

    @extend_schema(operation_id="log_out", summary="Log out", responses={204: None})
    def delete(self, request: Request) -> Response:
        logout(request)
        return Response(status=status.HTTP_204_NO_CONTENT)
