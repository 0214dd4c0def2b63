"""The shapes of requests and answers; the OpenAPI schema is generated from them."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers


def data_of(name: str, row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The shape `{"data": [row, ...]}`."""
    return inline_serializer(name, {"data": row(many=True)})


class StatusCountsSerializer(serializers.Serializer[Any]):
    date = serializers.CharField(help_text="2026-11-20, or 2026-11-20T13:00:00+01:00 by hour.")
    success = serializers.IntegerField()
    warning = serializers.IntegerField()
    error = serializers.IntegerField()
    ongoing = serializers.IntegerField()
    total = serializers.IntegerField()


class OptionSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    count = serializers.IntegerField()


class FilterOptionsSerializer(serializers.Serializer[Any]):
    app_version = OptionSerializer(many=True)
    browser = OptionSerializer(many=True)
    os = OptionSerializer(many=True)
    country = OptionSerializer(many=True)


class AppSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    organization_id = serializers.UUIDField()
    organization_name = serializers.CharField(source="organization.name")
    is_active = serializers.BooleanField()


class CredentialsSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False)


class SessionSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    is_superuser = serializers.BooleanField()


class ProblemSerializer(serializers.Serializer[Any]):
    """An error: PeerMetrics' two fields, and those of RFC 9457."""

    error_code = serializers.CharField()
    message = serializers.CharField()
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    parameter = serializers.CharField(required=False, help_text="The parameter at fault.")
