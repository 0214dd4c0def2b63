"""The list of conferences over HTTP: pages, the conditions that bars open, and the search."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmark.client import Params, p50_ms
from benchmark.rows import Row
from benchmark.scene import Scene
from peermetrics.models import Conference

_PAGE = 50
_LATE = 400  # a page far back


def measure(scene: Scene) -> Iterator[Row]:
    common = {"appId": str(scene.app_id), "range": "30d", "limit": str(_PAGE)}
    for what, asked in _asked(scene):
        params = {**common, **asked}
        scene.client.get("/v1/conferences", params)
        answers = [scene.client.get("/v1/conferences", params) for _ in range(scene.plan.repeats)]
        found = answers[0].content()["count"]
        yield Row(f"{what}, of {found:,}", p50_ms(answers), "ms")


def _asked(scene: Scene) -> Iterator[tuple[str, Params]]:
    yield "first page", {}
    yield f"page {_LATE}", {"offset": str(_PAGE * (_LATE - 1))}
    yield "longest first", {"sort": "-duration"}
    yield from (
        (
            f"{name}={value}" if isinstance(value, str) else " and ".join(value),
            _as_params(name, value),
        )
        for name, value in _conditions(scene).items()
    )
    one = Conference.objects.filter(app_id=scene.app_id, conference_name__gt="").first()
    if one is not None:
        yield "search by name", {"search": (one.conference_name or "")[:12]}
        yield "search by id", {"search": str(one.id)}
        yield "search without a match", {"search": "no conference is named so"}


def _as_params(name: str, value: str | Mapping[str, str]) -> Mapping[str, str]:
    return {name: value} if isinstance(value, str) else value


def _conditions(scene: Scene) -> dict[str, Any]:
    """The conditions behind bars, each with a value that occurs often."""
    given = {"appId": str(scene.app_id), "range": "30d"}
    sessions = scene.client.get("/v1/sessions/summary", given).content()
    issues = scene.client.get("/v1/issues/summary", given).content()["data"]
    errors = scene.client.get("/v1/issues/gum-summary", given).content()["data"]
    browser, system = sessions["browsers"][0], sessions["os"][0]
    found: dict[str, Any] = {
        "day": (datetime.now(UTC) - timedelta(days=7)).date().isoformat(),
        "status": "error",
        "duration": {"duration_gte": "300", "duration_lt": "600"},
        "participants": "2",
        "connection_type": "relayed",
        "setup time": {"setup_time_gte": "1000", "setup_time_lt": "1500"},
        "browser": browser["name"],
        "country": sessions["countries"][0]["code"],
        "browser and version": {
            "browser": browser["name"],
            "browser_version": browser["versions"][0]["name"],
        },
        "system and version": {
            "os": system["name"],
            "os_version": system["versions"][0]["name"],
        },
        "two filters and a status": {
            "browser": browser["name"],
            "country": sessions["countries"][0]["code"],
            "status": "error",
        },
    }
    found |= {"issue_code": issues[0]["code"]} if issues else {}
    found |= {"gum_name": errors[0]["name"]} if errors else {}
    if sessions["cities"]:
        city = sessions["cities"][0]
        found["city"] = {"city": city["city"], "country": city["country_code"]}
    return found
