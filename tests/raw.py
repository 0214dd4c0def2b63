"""Writes raw rows in PeerMetrics' form, with defaults for columns that a test does not need."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.db import connection as database
from psycopg2.extras import Json

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def insert(table: str, **values: Any) -> uuid.UUID:
    row_id = values.setdefault("id", uuid.uuid4())
    values = {name: Json(v) if isinstance(v, dict | list) else v for name, v in values.items()}
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with database.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO public.{table} ({columns}) VALUES ({places})", [*values.values()]
        )
    return uuid.UUID(str(row_id))


def organization(name: str = "Acme") -> uuid.UUID:
    return insert("organization", name=name, created_at=NOON, is_active=True)


def app(organization_id: uuid.UUID | None = None, **values: Any) -> uuid.UUID:
    defaults = {
        "organization_id": organization_id or organization(),
        "name": "prod",
        "api_key": uuid.uuid4().hex,
        '"interval"': 10_000,
        "recording": True,
        "created_at": NOON,
        "is_active": True,
    }
    return insert("app", **defaults | values)


def conference(app_id: uuid.UUID, created_at: datetime = NOON, **values: Any) -> uuid.UUID:
    defaults = {
        "conference_id": uuid.uuid4().hex,
        "ongoing": False,
        "duration": 60,
        "is_active": True,
    }
    return insert("conference", app_id=app_id, created_at=created_at, **defaults | values)


def participant(app_id: uuid.UUID, **values: Any) -> uuid.UUID:
    defaults = {
        "participant_id": uuid.uuid4().hex,
        "is_sfu": False,
        "created_at": NOON,
        "is_active": True,
    }
    return insert("participant", app_id=app_id, **defaults | values)


def member(conference_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.participant_conferences (conference_id, participant_id)"
            " VALUES (%s, %s)",
            [conference_id, participant_id],
        )


def session(conference_id: uuid.UUID, participant_id: uuid.UUID, **values: Any) -> uuid.UUID:
    defaults = {"duration": 60, "created_at": NOON, "is_active": True}
    return insert(
        "app_session",
        conference_id=conference_id,
        participant_id=participant_id,
        **defaults | values,
    )


def issue(conference_id: uuid.UUID | None, session_id: uuid.UUID, **values: Any) -> uuid.UUID:
    defaults = {"type": "e", "code": "ice_failed", "created_at": NOON, "is_active": True}
    return insert(
        "app_issue", conference_id=conference_id, session_id=session_id, **defaults | values
    )


def connection(
    conference_id: uuid.UUID, session_id: uuid.UUID, participant_id: uuid.UUID, **values: Any
) -> uuid.UUID:
    defaults = {
        "type": "h",
        "state": "closed",
        "duration": 60,
        "created_at": NOON,
        "is_active": True,
        "participant_id": participant_id,
        "peer_id": participant_id,
    }
    return insert(
        "app_connection", conference_id=conference_id, session_id=session_id, **defaults | values
    )


def platform(browser: Any = None, os: Any = None) -> dict[str, Any]:
    return {"browser": {"name": browser}, "os": {"name": os}}
