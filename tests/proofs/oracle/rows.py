"""Rows in the form that PostgreSQL returns, with defaults for all other columns."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NO_OTHERS = {"values": 0, "count": 0}


def conference(key: str, **values: Any) -> dict[str, Any]:
    usual = {"app_id": "app", "created_at": NOON, "is_active": True, "ongoing": False}
    return {"id": key, "duration": 0, **usual, **values}


def session(browser: Any = None, country: Any = "DE", **values: Any) -> dict[str, Any]:
    usual = {
        "id": "session",
        "participant_id": "somebody",
        "platform": {"browser": {"name": browser}, "os": {"name": "Linux"}},
        "geo_ip": {"country_code": country},
        "app_version": None,
        "created_at": NOON,
        "is_active": True,
    }
    return {**usual, **values}


def issue(**values: Any) -> dict[str, Any]:
    usual = {"type": "w", "code": "other", "data": None, "session_id": "session"}
    return {**usual, "created_at": NOON, "is_active": True, **values}


def connection(**values: Any) -> dict[str, Any]:
    usual = {"type": None, "connection_info": None, "session_id": "session"}
    return {**usual, "created_at": NOON, "is_active": True, **values}
