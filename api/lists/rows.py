"""Rows as PeerMetrics' API shows them: its names of columns, its words for one-letter types.

JSON columns stay the text that PostgreSQL sends. So they are exactly what PeerMetrics stored.
Python does not parse them: it fails, for example, on a number of 5,000 digits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, JSONField, OuterRef, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from peermetrics.models import App, Conference, Connection, Issue, Participant, Session
from peermetrics.models import Row as RawRow
from rollups.statistics.issues.codes import explanation_of, title_of

Row = dict[str, Any]

_CONNECTION_TYPES = {"h": "host", "s": "srflx", "p": "prflx", "r": "relay"}
_ISSUE_TYPES = {"e": "error", "w": "warning"}


@dataclass(frozen=True)
class Rows:
    """What is shown of a table's rows: `columns`, then `expressions` by name.

    `finish` changes a row after it is read.
    """

    model: type[RawRow]
    columns: tuple[str, ...]
    expressions: Mapping[str, Combinable] = field(default_factory=dict)
    finish: Callable[[Row], Row] = lambda row: row

    def read(self, rows: QuerySet[Any]) -> list[Row]:
        """The rows of the queryset, in its order. orjson can write them."""
        json = [isinstance(self.model._meta.get_field(name), JSONField) for name in self.columns]
        columns = [
            Cast(name, TextField()) if is_json else F(name)
            for name, is_json in zip(self.columns, json, strict=True)
        ]
        names = (*self.columns, *self.expressions)
        result = []
        for values in rows.values_list(*columns, *self.expressions.values()):
            row = dict(zip(names, values, strict=True))
            for name, is_json in zip(self.columns, json, strict=True):
                if is_json and row[name] is not None:
                    row[name] = orjson.Fragment(row[name])
            result.append(self.finish(row))
        return result


def _connection(row: Row) -> Row:
    return row | {"type": _CONNECTION_TYPES.get(row["type"], row["type"])}


def _issue(row: Row) -> Row:
    code, type_ = row["code"], row["type"]
    texts = {"title": title_of(code), "explanation": explanation_of(code)}
    return row | {"type": _ISSUE_TYPES.get(type_, type_)} | texts


def _ids(rows: QuerySet[Any]) -> ArraySubquery:
    active = rows.filter(is_active=True).order_by("created_at", "id")
    return ArraySubquery(active.values("id"))


def _has_issue(type_: str) -> Exists:
    return Exists(Issue.objects.filter(conference=OuterRef("pk"), type=type_, is_active=True))


_CONFERENCE_COLUMNS = (
    "id",
    "conference_id",
    "conference_name",
    "conference_info",
    "start_time",
    "call_start",
    "end_time",
    "ongoing",
    "duration",
    "app",
    "created_at",
)
_HAS_ISSUES: Mapping[str, Combinable] = {
    "has_errors": _has_issue("e"),
    "has_warnings": _has_issue("w"),
}

CONFERENCES = Rows(Conference, _CONFERENCE_COLUMNS, _HAS_ISSUES)
ONE_CONFERENCE = Rows(
    Conference,
    _CONFERENCE_COLUMNS,
    {
        **_HAS_ISSUES,
        "participants": _ids(Participant.objects.filter(conferences=OuterRef("pk"))),
        "issues": _ids(Issue.objects.filter(conference=OuterRef("pk"))),
    },
)
SESSIONS = Rows(
    Session,
    (
        "id",
        "conference",
        "participant",
        "devices",
        "platform",
        "metadata",
        "geo_ip",
        "app_version",
        "webrtc_sdk",
        "session_info",
        "duration",
        "end_time",
        "call_start",
        "created_at",
    ),
    {"issues": _ids(Issue.objects.filter(session=OuterRef("pk")))},
)
CONNECTIONS = Rows(
    Connection,
    (
        "id",
        "session",
        "conference",
        "participant",
        "peer",
        "type",
        "state",
        "connection_info",
        "start_time",
        "end_time",
        "duration",
        "created_at",
    ),
    finish=_connection,
)
ISSUES = Rows(
    Issue,
    (
        "id",
        "session",
        "conference",
        "participant",
        "connection",
        "type",
        "code",
        "data",
        "created_at",
    ),
    {"track": F("track_id")},
    _issue,
)
PARTICIPANTS = Rows(
    Participant, ("id", "participant_id", "participant_name", "is_sfu", "app", "created_at")
)
_APP_COLUMNS = (
    "id",
    "name",
    "domain",
    "organization",
    "interval",
    "recording",
    "durations_days",
    "created_at",
    "is_active",
)
_ORGANIZATION: Mapping[str, Combinable] = {
    "organization_id": F("organization"),
    "organization_name": F("organization__name"),
}
APPS = Rows(App, _APP_COLUMNS, _ORGANIZATION)
# Who has an API key can write data of the app.
APPS_WITH_KEYS = Rows(App, (*_APP_COLUMNS, "api_key"), _ORGANIZATION)
