"""/v1/session/password: users change their own password."""

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.access.serializers import Password
from api.access.throttles import CallerThrottle, PasswordThrottle
from api.schema import RETRY_AFTER, problems


@method_decorator(csrf_protect, name="dispatch")
class PasswordView(APIView):
    throttle_classes = [CallerThrottle, PasswordThrottle]

    @extend_schema(
        operation_id="change_password",
        summary="Change the password of the user who is logged in",
        description="This session stays logged in. Other sessions of the user end, because "
        "they are bound to the password. Tokens stay valid.",
        request=Password,
        parameters=[RETRY_AFTER],
        responses={204: None, **problems(400, 401, 403, 406, 413, 415, 429, 503)},
    )
    def put(self, request: Request) -> Response:
        passwords = Password(data=request.data)
        passwords.is_valid(raise_exception=True)
        given = passwords.validated_data
        username, new = request.user.get_username(), given["new_password"]
        user = authenticate(request, username=username, password=given["current_password"])
        if user is None:
            raise serializers.ValidationError({"current_password": "is not your password."})
        try:
            validate_password(new, user)
        except ValidationError as error:
            message = " ".join(error.messages)
            raise serializers.ValidationError({"new_password": message}) from error
        user.set_password(new)
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        return Response(status=status.HTTP_204_NO_CONTENT)
