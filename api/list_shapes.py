"""The shapes of lists, for the OpenAPI schema: the columns of `api.rows` and what is computed."""

from typing import Any

from rest_framework import serializers

from api import rows
from api.serializers import shape
from rollups.statistics.conferences.definitions import STATUSES


def _row(title: str, of: rows.Rows, /, **computed: Any) -> type[serializers.Serializer[Any]]:
    """The shape of a row: types and nulls of its columns are those of the model."""
    names = [*of.columns, *computed]
    meta = {"model": of.model, "fields": names, "read_only_fields": of.columns}
    members: dict[str, Any] = {"Meta": type("Meta", (), meta), **computed}
    return type(title, (serializers.ModelSerializer,), members)


def _ids() -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField())


def _as_counted(*, always: bool) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    return {
        "has_errors": serializers.BooleanField(),
        "has_warnings": serializers.BooleanField(),
        "participants_count": serializers.IntegerField(allow_null=not always),
        "status": serializers.ChoiceField(STATUSES, allow_null=not always),
    }


_COUNTED = "With limit or offset, in place of data."


def _list(title: str, row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """`data`; or `results` and `count`, where limit or offset is given."""
    return shape(
        title,
        data=row(many=True, required=False, help_text="Without limit and offset."),
        results=row(many=True, required=False, help_text=_COUNTED),
        count=serializers.IntegerField(required=False, help_text=_COUNTED),
    )()


CONFERENCES = _list("Conferences", _row("Conference", rows.CONFERENCES, **_as_counted(always=True)))
ONE_CONFERENCE = shape(
    "OneConference",
    data=_row(
        "ConferenceWithMembers",
        rows.ONE_CONFERENCE,
        **_as_counted(always=False),
        participants=_ids(),
        issues=_ids(),
        peermetrics_url=serializers.CharField(
            allow_null=True,
            help_text="PeerMetrics' own page of it, where PEERMETRICS_WEB_URL is set.",
        ),
    )(),
)()
SESSIONS = _list("Sessions", _row("PeerSession", rows.SESSIONS, issues=_ids()))
CONNECTIONS = _list(
    "Connections", _row("Connection", rows.CONNECTIONS, type=serializers.CharField(allow_null=True))
)
ISSUES = _list(
    "Issues",
    _row(
        "Issue",
        rows.ISSUES,
        type=serializers.CharField(),
        track=serializers.UUIDField(allow_null=True),
        title=serializers.CharField(),
        explanation=serializers.CharField(),
    ),
)
PARTICIPANTS = _list("Participants", _row("Participant", rows.PARTICIPANTS))
APPS = _list(
    "Apps",
    _row(
        "App",
        rows.APPS,
        organization_id=serializers.UUIDField(),
        organization_name=serializers.CharField(),
        api_key=serializers.CharField(required=False, help_text="To superusers only."),
    ),
)
