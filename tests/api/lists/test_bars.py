"""The list of a bar has exactly the conferences that the bar counts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from tests import raw
from tests.api.lists.scene import Scene

pytestmark = pytest.mark.usefixtures("database")

Bars = Iterator[tuple[dict[str, Any], int]]


@pytest.fixture
def app_id() -> UUID:
    """An app with conferences of every status, duration and size, around two midnights."""
    app_id = raw.app()
    for scene in (Scene(app_id), Scene(raw.app())):
        before = None
        for n in range(24):
            before = _conference(scene, n, before)
    return app_id


def _conference(scene: Scene, n: int, before: UUID | None) -> UUID:
    """Makes a conference. Some have an issue of the session `before`. Gives its first session."""
    conference = scene.conference(
        str(n),
        created_at=datetime(2026, 11, 19, 22, 30, tzinfo=UTC) + timedelta(hours=n),
        ongoing=n % 7 == 0,
        duration=(59, 60, 179, 180, 3599, 3600)[n % 6],
        is_active=n % 11 != 0,
    )
    for _ in range(n % 4):
        scene.member(conference)
    opera = scene.session(conference, "Opera", is_active=n % 2 == 0)
    raw.issue(conference, opera, code="tcp_used", type="w")
    if before and n % 5 == 1:
        raw.issue(conference, before, code="turn_used", type="w")
    for browser in ("Chrome", "Firefox", "Safari")[: n % 4]:
        session = scene.session(conference, browser)
        code, type_ = ("ice_failed", "e") if n % 3 == 0 else ("tcp_used", "w")
        raw.issue(conference, session, code=code, type=type_, is_active=n % 5 != 0)
        raw.issue(conference, session, code="getusermedia_error", type="w", data={"name": browser})
    return opera


def _days(answer: Any) -> Bars:
    for day in answer["data"]:
        yield {"day": day["date"]}, day["total"]
        for status in ("success", "warning", "error", "ongoing"):
            yield {"day": day["date"], "status": status}, day[status]


def _durations(answer: Any) -> Bars:
    for bucket in answer["data"]:
        end = {} if bucket["max_sec"] is None else {"duration_lt": bucket["max_sec"]}
        yield {"duration_gte": bucket["min_sec"], **end}, bucket["count"]


def _participants(answer: Any) -> Bars:
    for row in answer["data"]:
        yield {"participants": row["participants"]}, row["conferences"]


def _codes(answer: Any) -> Bars:
    for row in answer["data"]:
        yield {"issue_code": row["code"]}, row["conferences"]


STATISTICS = {
    "conferences/summary": _days,
    "conferences/summary?group_by=hour": _days,
    "conferences/duration-summary": _durations,
    "conferences/participant-count-summary": _participants,
    "issues/summary": _codes,
}
RANGE = {"created_at_gte": "2026-11-19T23:30:00Z", "created_at_lte": "2026-11-20T21:30:00Z"}


@pytest.mark.parametrize(
    "asked",
    [
        RANGE,
        {"timezone": "Asia/Kathmandu", **RANGE},
        {"browser": "Chrome", **RANGE},
        {"browser": ["Firefox", "Opera"], "os": "Linux", "timezone": "America/New_York", **RANGE},
    ],
    ids=lambda asked: str(asked.get("browser", asked.get("timezone", "all"))),
)
def test_the_lists_count_is_the_number_shown(
    client: APIClient, app_id: UUID, asked: dict[str, Any]
) -> None:
    drain()
    params = {"appId": str(app_id), **asked}
    for statistic, bars_of in STATISTICS.items():
        address, _, group_by = statistic.partition("?group_by=")
        grouped = {"group_by": group_by} if group_by else {}
        bars = list(bars_of(client.get(f"/v1/{address}", params | grouped).json()))

        counts = [_count(client, params | bar) for bar, _ in bars]

        assert counts == [number for _, number in bars], statistic
        assert sum(counts) > 0


def _count(client: APIClient, params: dict[str, Any]) -> int:
    body = client.get("/v1/conferences", params | {"limit": 1000}).json()
    assert len(body["results"]) == body["count"]
    count: int = body["count"]
    return count
