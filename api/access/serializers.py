"""The bodies of /v1/session and /v1/session/password."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "string", "minLength": 1})
class StringField(serializers.CharField):
    """A JSON string. A number is refused."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Credentials(serializers.Serializer[Any]):
    username = StringField()
    password = StringField(trim_whitespace=False)


class Password(serializers.Serializer[Any]):
    current_password = StringField(trim_whitespace=False)
    new_password = StringField(trim_whitespace=False)


class Session(serializers.Serializer[Any]):
    username = serializers.CharField()
    is_superuser = serializers.BooleanField()
