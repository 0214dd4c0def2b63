"""The shapes of requests and answers; the OpenAPI schema is generated from them."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from rollups.statistics.segments.definitions import DIMENSIONS


def shape(title: str, /, **fields: Any) -> type[serializers.Serializer[Any]]:
    """A serializer class: the title and the fields of a JSON object."""
    return type(title, (serializers.Serializer,), fields)


def one_of(
    title: str, /, *shapes: type[serializers.Serializer[Any]], **kwargs: Any
) -> PolymorphicProxySerializer:
    """Any of the shapes, for the schema alone."""
    return PolymorphicProxySerializer(
        component_name=title, serializers=shapes, resource_type_field_name=None, **kwargs
    )


def _number(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(**kwargs)


def _text(**kwargs: Any) -> serializers.CharField:
    return serializers.CharField(**kwargs)


ConferencesSerializer = shape(
    "ConferencesSummary",
    data=shape(
        "StatusCounts",
        date=_text(help_text="2026-11-20, or 2026-11-20T13:00:00+01:00 by hour."),
        success=_number(),
        warning=_number(),
        error=_number(),
        ongoing=_number(),
        total=_number(),
    )(many=True),
)
DurationsSerializer = shape(
    "DurationsSummary",
    data=shape(
        "DurationBucket",
        range=_text(),
        min_sec=_number(),
        max_sec=_number(allow_null=True),
        count=_number(),
    )(many=True),
)
ParticipantCountsSerializer = shape(
    "ParticipantCountsSummary",
    data=shape("ParticipantCount", participants=_number(), conferences=_number())(many=True),
    total_conferences=_number(),
)
IssueCodesSerializer = shape(
    "IssuesSummary",
    data=shape(
        "IssueCode",
        code=_text(),
        title=_text(),
        type=serializers.ChoiceField(["error", "warning"], allow_null=True),
        count=_number(),
        conferences=_number(),
    )(many=True),
)
GumErrorsSerializer = shape(
    "GumErrorsSummary",
    data=shape("GumError", name=_text(), message=_text(), count=_number())(many=True),
    total=_number(),
)
_CountSerializer = shape("Count", name=_text(), count=_number())
ConnectionTypesSerializer = shape("ConnectionTypesSummary", data=_CountSerializer(many=True))
SetupTimesSerializer = shape(
    "SetupTimesSummary",
    data=shape(
        "SetupTimeBucket",
        range=_text(),
        min_ms=_number(),
        max_ms=_number(allow_null=True),
        count=_number(),
    )(many=True),
)
_VersionedSerializer = shape(
    "VersionedCount", name=_text(), count=_number(), versions=_CountSerializer(many=True)
)
_CountrySerializer = shape("CountryCount", code=_text(), count=_number())
_CitySerializer = shape(
    "CityCount",
    city=_text(),
    country_code=_text(),
    latitude=serializers.FloatField(),
    longitude=serializers.FloatField(),
    count=_number(),
)
SessionsSummarySerializer = shape(
    "SessionsSummary",
    browsers=_VersionedSerializer(many=True),
    os=_VersionedSerializer(many=True),
    countries=_CountrySerializer(many=True),
    cities=_CitySerializer(many=True),
    cities_total=_number(),
)
SESSIONS_SUMMARY_OR_LIST = one_of(
    "SessionsSummaryOrList",
    SessionsSummarySerializer,
    shape(
        "SessionsList",
        data=one_of(
            "SessionsListItem", _VersionedSerializer, _CountrySerializer, _CitySerializer, many=True
        ),
    ),
)
_OptionSerializer = shape("Option", value=_text(), count=_number())
FilterOptionsSerializer = shape(
    "FilterOptions", **{name: _OptionSerializer(many=True) for name in DIMENSIONS}
)
_PercentileSerializer = shape(
    "Percentile",
    min_ms=_number(help_text="At least so many milliseconds."),
    max_ms=_number(allow_null=True, help_text="Less than so many; null: no bound is known."),
)
_FiguresSerializer = shape(
    "Figures",
    conferences=_number(),
    with_errors=_number(),
    with_warnings=_number(),
    participants=_number(help_text="Of all conferences together."),
    connections=_number(help_text="Of a known type."),
    relayed=_number(),
    set_up=_number(help_text="Connections that have a setup time."),
    setup_ms_median=_PercentileSerializer(allow_null=True),
    setup_ms_p95=_PercentileSerializer(allow_null=True),
)
KeyFiguresSerializer = shape(
    "KeyFigures",
    current=_FiguresSerializer(),
    previous=_FiguresSerializer(
        allow_null=True, help_text="Of the period before; null where the range is open."
    ),
)
DashboardSerializer = shape(
    "Dashboard",
    key_figures=KeyFiguresSerializer(),
    conferences=ConferencesSerializer(),
    durations=DurationsSerializer(),
    participants=ParticipantCountsSerializer(),
    issues=IssueCodesSerializer(),
    gum_errors=GumErrorsSerializer(),
    connections=ConnectionTypesSerializer(),
    setup_times=SetupTimesSerializer(),
    sessions=SessionsSummarySerializer(),
)


@extend_schema_field({"type": "string", "minLength": 1})
class StringField(serializers.CharField):
    """A JSON string: no number that is read as one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class CredentialsSerializer(serializers.Serializer[Any]):
    username = StringField()
    password = StringField(trim_whitespace=False)


class PasswordSerializer(serializers.Serializer[Any]):
    current_password = StringField(trim_whitespace=False)
    new_password = StringField(trim_whitespace=False)


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
    parameter = serializers.CharField(required=False, help_text="The first parameter at fault.")
    errors = shape(  # type: ignore[assignment]  # fields are taken out of the class
        "ParameterError", parameter=_text(), message=_text()
    )(many=True, required=False, help_text="All that are at fault.")
