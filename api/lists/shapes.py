"""The shapes of lists, for the OpenAPI schema. A class's name is its name there.

The columns of `rows` take their types and nulls from the models. The other fields are declared
here. A list is `data`; with limit or offset, it is `results` and `count`.
"""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import BooleanField, CharField, IntegerField, UUIDField

from api.lists import rows
from api.serializers import Shape
from rollups.statistics.conferences.definitions import STATUSES

_DATA: dict[str, Any] = {"required": False, "help_text": "Without limit and offset."}
_COUNTED: dict[str, Any] = {
    "required": False,
    "help_text": "With limit or offset, in place of data.",
}


class Conference(serializers.ModelSerializer):
    has_errors = BooleanField()
    has_warnings = BooleanField()
    participants_count = IntegerField()
    status = serializers.ChoiceField(STATUSES)

    class Meta:
        model = rows.CONFERENCES.model
        read_only_fields = rows.CONFERENCES.columns
        fields = (*read_only_fields, "has_errors", "has_warnings", "participants_count", "status")


class Conferences(Shape):
    data = Conference(many=True, **_DATA)
    results = Conference(many=True, **_COUNTED)
    count = IntegerField(**_COUNTED)


class ConferenceWithMembers(serializers.ModelSerializer):
    has_errors = BooleanField()
    has_warnings = BooleanField()
    participants_count = IntegerField(allow_null=True)
    status = serializers.ChoiceField(STATUSES, allow_null=True)
    participants = serializers.ListField(child=UUIDField())
    issues = serializers.ListField(child=UUIDField())
    peermetrics_url = CharField(
        allow_null=True, help_text="PeerMetrics' page of it, if PEERMETRICS_WEB_URL is set."
    )

    class Meta:
        model = rows.ONE_CONFERENCE.model
        read_only_fields = rows.ONE_CONFERENCE.columns
        fields = (
            *(*read_only_fields, "has_errors", "has_warnings", "participants_count", "status"),
            *("participants", "issues", "peermetrics_url"),
        )


class OneConference(Shape):
    data = ConferenceWithMembers()


class PeerSession(serializers.ModelSerializer):
    issues = serializers.ListField(child=UUIDField())

    class Meta:
        model = rows.SESSIONS.model
        read_only_fields = rows.SESSIONS.columns
        fields = (*read_only_fields, "issues")


class Sessions(Shape):
    data = PeerSession(many=True, **_DATA)
    results = PeerSession(many=True, **_COUNTED)
    count = IntegerField(**_COUNTED)


class Connection(serializers.ModelSerializer):
    type = CharField(allow_null=True)

    class Meta:
        model = rows.CONNECTIONS.model
        read_only_fields = rows.CONNECTIONS.columns
        fields = read_only_fields


class Connections(Shape):
    data = Connection(many=True, **_DATA)
    results = Connection(many=True, **_COUNTED)
    count = IntegerField(**_COUNTED)


class Issue(serializers.ModelSerializer):
    type = CharField()
    track = UUIDField(allow_null=True)
    title = CharField()
    explanation = CharField()

    class Meta:
        model = rows.ISSUES.model
        read_only_fields = rows.ISSUES.columns
        fields = (*read_only_fields, "track", "title", "explanation")


class Issues(Shape):
    data = Issue(many=True, **_DATA)
    results = Issue(many=True, **_COUNTED)
    count = IntegerField(**_COUNTED)


class Participant(serializers.ModelSerializer):
    class Meta:
        model = rows.PARTICIPANTS.model
        read_only_fields = rows.PARTICIPANTS.columns
        fields = read_only_fields


class Participants(Shape):
    data = Participant(many=True, **_DATA)
    results = Participant(many=True, **_COUNTED)
    count = IntegerField(**_COUNTED)


class App(serializers.ModelSerializer):
    organization_id = UUIDField()
    organization_name = CharField()
    api_key = CharField(required=False, help_text="To superusers only.")

    class Meta:
        model = rows.APPS.model
        read_only_fields = rows.APPS.columns
        fields = (*read_only_fields, "organization_id", "organization_name", "api_key")


class Apps(Shape):
    data = App(many=True, **_DATA)
    results = App(many=True, **_COUNTED)
    count = IntegerField(**_COUNTED)
