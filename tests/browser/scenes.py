"""Rows that PeerMetrics wrote before the page is opened."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from tests import raw
from tests.browser.dashboard import settle

CONFERENCES = 60
_HOURS_APART = 10.5  # spreads them over 26 days
_SECONDS = (0, 59, 60, 200, 400, 800, 1100, 1400, 1700, 2000, 2500, 3100, 3600)
_SETUP_MS = (90, 300, 600, 800, 1200, 1700, 2200, 2700, 3500, 4500, 9000)
_PLATFORMS = (
    ("Chrome", "131", "Windows", "11"),
    ("Chrome", "130", "macOS", "15.1"),
    ("Firefox", "132", "Linux", None),
    ("Safari", "18", "iOS", "18.1"),
    (None, None, None, None),
)
_PLACES: tuple[Mapping[str, Any] | None, ...] = (
    {"country_code": "DE", "city": "Berlin", "latitude": 52.5, "longitude": 13.4},
    {"country_code": "DE", "city": "Hamburg", "latitude": 53.5, "longitude": 10.0},
    {"country_code": "US", "city": "Denver", "latitude": "39.7", "longitude": "-105.0"},
    {"country_code": "BR"},
    None,
)
_DENIED, _NOT_FOUND, _UNNAMED = ("NotAllowedError", "No"), ("NotFoundError", ""), (None, "odd")
_GUM_ERRORS = (_DENIED, _DENIED, _NOT_FOUND, _DENIED, _UNNAMED, _NOT_FOUND)
_ICE_FAILED, _TCP, _TURN, _LOW = (
    ("ice_failed", "e"),
    ("tcp_used", "w"),
    ("turn_used", "w"),
    ("x", "w"),
)
_CODES = (_TCP, _ICE_FAILED, _TCP, _TURN, _ICE_FAILED, _TCP, _LOW, _TCP)


def busy_app(app_id: UUID) -> None:
    """Conferences of four weeks. Everything that is counted occurs, in uneven numbers."""
    seconds, setups, platforms = cycle(_SECONDS), cycle(_SETUP_MS), cycle(_PLATFORMS)
    places, gum_errors, codes = cycle(_PLACES * 2 + _PLACES[:1]), cycle(_GUM_ERRORS), cycle(_CODES)
    now = datetime.now(UTC)
    for n in range(CONFERENCES):
        at = now - timedelta(hours=n * _HOURS_APART)
        conference = raw.conference(
            app_id,
            at,
            conference_id=f"room-{n:02}",
            conference_name=f"Standup {n}" if n % 3 else None,
            duration=next(seconds),
            ongoing=n % 15 == 0,
        )
        for person in range(n % 5):
            session = _session(app_id, conference, at, next(platforms), next(places))
            _connection(conference, session, at, next(setups), "r" if n % 4 == 0 else "h")
            if person != 1 and n % 2:
                code, type_ = next(codes)
                raw.issue(conference, session[0], code=code, type=type_, created_at=at)
            if person == 1 and n % 3 == 0:
                name, message = next(gum_errors)
                raw.issue(
                    conference,
                    session[0],
                    code="getusermedia_error",
                    type="w",
                    data={"name": name, "message": message},
                    created_at=at,
                )
    settle()


def _session(
    app_id: UUID, conference: UUID, at: datetime, seen: tuple[Any, ...], place: Any
) -> tuple[UUID, UUID]:
    """A participant's session. Returns its id and the participant's."""
    browser, major, system, version = seen
    person = raw.participant(app_id, created_at=at)
    raw.member(conference, person)
    platform = {
        "browser": {"name": browser, "major": major},
        "os": {"name": system, "version": version},
    }
    session = raw.session(
        conference,
        person,
        created_at=at,
        platform=platform if browser else {},
        geo_ip=place and dict(place),
        app_version="2.1" if place else None,
    )
    return session, person


def _connection(
    conference: UUID, session: tuple[UUID, UUID], at: datetime, took_ms: int, type_: str
) -> None:
    end = at + timedelta(milliseconds=took_ms)
    first = {"status": "connected", "start_time": at.isoformat(), "end_time": end.isoformat()}
    raw.connection(
        conference,
        *session,
        type=type_,
        created_at=at,
        start_time=at,
        connection_info={"negotiations": [first]},
    )
