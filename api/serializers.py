"""The shapes of answers, for the OpenAPI schema. A class has the same name there.

No answer is serialized by these classes. `tests/api/test_contract.py` compares answers with them.
"""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from rest_framework.serializers import CharField, FloatField, IntegerField

from rollups.statistics import limits

_FILTER_VALUES = f"At most {limits.FILTER_VALUES.entries}. Most conferences first."


# A JSON object, for the schema alone. It has no docstring: the schema would show it.
class Shape(serializers.Serializer[Any]):
    # Fields may have these names. REST framework uses them for values of a serializer in use.
    data: Any
    errors: Any


class Count(Shape):
    name = CharField()
    count = IntegerField()


class Others(Shape):
    values = IntegerField(help_text="How many values the list leaves out; 0 if it is whole.")
    count = IntegerField(help_text="The sum of their counts.")


class StatusCounts(Shape):
    date = CharField(help_text="2026-11-20, or 2026-11-20T13:00:00+01:00 by hour.")
    success = IntegerField()
    warning = IntegerField()
    error = IntegerField()
    ongoing = IntegerField()
    total = IntegerField()


class ConferencesSummary(Shape):
    data = StatusCounts(many=True)


class DurationBucket(Shape):
    range = CharField()
    min_sec = IntegerField()
    max_sec = IntegerField(allow_null=True)
    count = IntegerField()


class DurationsSummary(Shape):
    data = DurationBucket(many=True)


class ParticipantCount(Shape):
    participants = IntegerField()
    conferences = IntegerField()


class ParticipantCountsSummary(Shape):
    data = ParticipantCount(
        many=True,
        help_text=f"At most {limits.PARTICIPANTS.entries} numbers, ascending: those that most "
        "conferences have.",
    )
    total_conferences = IntegerField()
    others = Others(help_text="The other numbers. `count`: conferences.")


class IssueCode(Shape):
    code = CharField()
    title = CharField()
    type = serializers.ChoiceField(["error", "warning"], allow_null=True)
    count = IntegerField()
    conferences = IntegerField()


class IssuesSummary(Shape):
    data = IssueCode(
        many=True, help_text=f"At most {limits.ISSUE_CODES.entries}. Most issues first."
    )
    others = Others(
        help_text="The other codes. `count`: issues. Their conferences have no sum: "
        "a conference with two of these codes would be counted twice."
    )


class GumError(Shape):
    name = CharField()
    message = CharField()
    count = IntegerField()


class GumErrorsSummary(Shape):
    data = GumError(many=True, help_text=f"At most {limits.GUM_ERRORS.entries} names.")
    total = IntegerField(help_text="All errors, those of other names included.")
    others = Others(help_text="The other names.")


class ConnectionTypesSummary(Shape):
    data = Count(many=True)


class SetupTimeBucket(Shape):
    range = CharField()
    min_ms = IntegerField()
    max_ms = IntegerField(allow_null=True)
    count = IntegerField()


class SetupTimesSummary(Shape):
    data = SetupTimeBucket(many=True)


class VersionedCount(Shape):
    name = CharField()
    count = IntegerField(help_text="All its sessions, those of other versions included.")
    versions = Count(many=True, help_text=f"At most {limits.VERSIONS.entries}.")
    others = Others(help_text="Its other versions.")


class CountryCount(Shape):
    code = CharField()
    count = IntegerField()


class CityCount(Shape):
    city = CharField()
    country_code = CharField()
    latitude = FloatField()
    longitude = FloatField()
    count = IntegerField()


class SessionsOthers(Shape):
    browsers = Others()
    os = Others()
    countries = Others()
    cities = Others()


class SessionsSummary(Shape):
    browsers = VersionedCount(many=True, help_text=f"At most {limits.BROWSERS.entries}.")
    os = VersionedCount(many=True, help_text=f"At most {limits.SYSTEMS.entries}.")
    countries = CountryCount(many=True, help_text=f"At most {limits.COUNTRIES.entries}.")
    cities = CityCount(many=True, help_text=f"At most {limits.CITIES.entries}.")
    cities_total = IntegerField(help_text="How many cities there are.")
    others = SessionsOthers(help_text="What each list leaves out.")


class SessionsList(Shape):
    data = PolymorphicProxySerializer(
        component_name="SessionsListItem",
        serializers=[VersionedCount, CountryCount, CityCount],
        resource_type_field_name=None,
        many=True,
    )
    others = Others(help_text="What the list leaves out.")


SESSIONS_SUMMARY_OR_LIST = PolymorphicProxySerializer(
    component_name="SessionsSummaryOrList",
    serializers=[SessionsSummary, SessionsList],
    resource_type_field_name=None,
)


class Option(Shape):
    value = CharField()
    count = IntegerField(help_text="The conferences that pass this value.")


class OtherOptions(Shape):
    app_version = Others()
    browser = Others()
    os = Others()
    country = Others()


class FilterOptions(Shape):
    app_version = Option(many=True, help_text=_FILTER_VALUES)
    browser = Option(many=True, help_text=_FILTER_VALUES)
    os = Option(many=True, help_text=_FILTER_VALUES)
    country = Option(many=True, help_text=_FILTER_VALUES)
    others = OtherOptions(
        help_text="What each list leaves out. A conference counts once for each of its values."
    )


class Percentile(Shape):
    min_ms = IntegerField(help_text="At least so many milliseconds.")
    max_ms = IntegerField(allow_null=True, help_text="Less than so many. Null: no bound is known.")


class Figures(Shape):
    conferences = IntegerField()
    with_errors = IntegerField()
    with_warnings = IntegerField()
    participants = IntegerField(help_text="Of all conferences together.")
    connections = IntegerField(help_text="Of a known type.")
    relayed = IntegerField()
    set_up = IntegerField(help_text="Connections that have a setup time.")
    setup_ms_median = Percentile(allow_null=True)
    setup_ms_p95 = Percentile(allow_null=True)


class KeyFigures(Shape):
    current = Figures()
    previous = Figures(
        allow_null=True, help_text="Of the period before. Null where the range is open."
    )


class Dashboard(Shape):
    key_figures = KeyFigures()
    conferences = ConferencesSummary()
    durations = DurationsSummary()
    participants = ParticipantCountsSummary()
    issues = IssuesSummary()
    gum_errors = GumErrorsSummary()
    connections = ConnectionTypesSummary()
    setup_times = SetupTimesSummary()
    sessions = SessionsSummary()


class ParameterError(Shape):
    parameter = CharField()
    message = CharField()


class Problem(Shape):
    """An error: PeerMetrics' error_code and message, and the members of RFC 9457."""

    error_code = CharField()
    message = CharField()
    type = CharField()
    title = CharField()
    status = IntegerField()
    detail = CharField()
    parameter = CharField(required=False, help_text="The first parameter at fault.")
    errors = ParameterError(many=True, required=False, help_text="All that are at fault.")
