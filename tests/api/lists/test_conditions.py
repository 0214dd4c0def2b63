"""The conditions of GET /v1/conferences, by hand-made cases."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from tests import raw
from tests.api.lists.scene import Scene, names

MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def scene(app_id: UUID) -> Scene:
    return Scene(app_id)


@pytest.mark.parametrize(
    ("params", "listed"),
    [
        ({"duration_gte": 60}, "60 179 180"),
        ({"duration_lt": 60}, "59"),
        ({"duration_gte": 60, "duration_lt": 180}, "60 179"),
        ({"duration_gte": 3600}, ""),
        ({"duration_gte": ""}, "59 60 179 180"),
    ],
)
def test_a_duration_is_at_least_one_bound_and_below_another(
    client: APIClient, app_id: UUID, scene: Scene, params: dict[str, Any], listed: str
) -> None:
    for seconds in (59, 60, 179, 180):
        scene.conference(str(seconds), duration=seconds)

    assert names(client, app_id, **params) == listed


def test_the_status_is_the_one_counted(client: APIClient, app_id: UUID, scene: Scene) -> None:
    for name, types, ongoing in [
        ("success", "", False),
        ("warning", "w", False),
        ("error", "we", False),
        ("ongoing", "we", True),
    ]:
        conference = scene.conference(name, ongoing=ongoing)
        session = scene.session(conference)
        for type_ in types:
            raw.issue(conference, session, type=type_)

    for status in ("success", "warning", "error", "ongoing"):
        assert names(client, app_id, status=status) == status


def test_the_number_of_participants_is_exact_and_may_be_none(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    for number in range(3):
        conference = scene.conference(f"of {number}")
        for _ in range(number):
            scene.member(conference)

    for number in range(3):
        assert names(client, app_id, participants=number) == f"of {number}"
    assert names(client, app_id, participants=3) == ""


def test_a_day_is_that_of_the_zone_to_the_microsecond(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    berlin = {"timezone": "Europe/Berlin", "day": "2026-11-20"}
    first = MIDNIGHT - timedelta(hours=1)
    for name, moment in [
        ("before", first - MICROSECOND),
        ("first", first),
        ("last", first + timedelta(days=1) - MICROSECOND),
        ("after", first + timedelta(days=1)),
    ]:
        scene.conference(name, created_at=moment)

    assert names(client, app_id, **berlin) == "first last"
    assert names(client, app_id, **berlin, created_at_gte=first.isoformat()[:19] + "Z") == (
        "first last"
    )
    assert names(client, app_id, **berlin, created_at_gte="2026-11-20") == "last"
    assert names(client, app_id, day="2026-11-19") == "before first"


def test_a_day_may_be_in_two_parts(client: APIClient, app_id: UUID, scene: Scene) -> None:
    # At 00:01 of the 7th, clocks in Newfoundland went back to 23:01 of the 6th.
    scene.conference("first minute", created_at=datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC))
    scene.conference("again", created_at=datetime(2010, 11, 7, 2, 31, 30, tzinfo=UTC))
    scene.conference("day", created_at=datetime(2010, 11, 7, 3, 30, tzinfo=UTC))
    zone = {"timezone": "America/St_Johns"}

    assert names(client, app_id, day="2010-11-06", **zone) == "again"
    assert names(client, app_id, day="2010-11-07", **zone) == "first minute day"


def test_an_hour_begins_at_its_moment_also_if_its_name_repeats(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    summer = datetime(2026, 10, 25, 0, tzinfo=UTC)
    winter = summer + timedelta(hours=1)
    scene.conference("summer", created_at=winter - MICROSECOND)
    scene.conference("winter", created_at=winter)
    berlin = {"timezone": "Europe/Berlin"}

    assert names(client, app_id, day="2026-10-25T02:00:00+02:00", **berlin) == "summer"
    assert names(client, app_id, day="2026-10-25T02:00:00 01:00", **berlin) == "winter"


def test_bounds_may_be_exclusive_as_in_peermetrics(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    for name, seconds in (("a", 0), ("b", 1), ("c", 2)):
        scene.conference(name, created_at=raw.NOON + timedelta(seconds=seconds))
    bounds = {"created_at_gt": "2026-11-20T12:00:00Z", "created_at_lt": "2026-11-20T12:00:02Z"}

    assert names(client, app_id, **bounds) == "b"
    assert names(client, app_id, created_at_gte=bounds["created_at_gt"]) == "a b c"


def test_an_issue_counts_if_it_is_active_and_of_any_date(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    issues: list[tuple[str, dict[str, Any]]] = [
        ("has it", {"code": "ice_failed", "created_at": raw.NOON - timedelta(days=900)}),
        ("inactive", {"code": "ice_failed", "is_active": False}),
        ("another", {"code": "ice_failed "}),
        ("blank", {"code": ""}),
    ]
    for name, values in issues:
        conference = scene.conference(name)
        raw.issue(conference, scene.session(conference), **values)

    assert names(client, app_id, issue_code="ice_failed") == "has it"
    assert names(client, app_id, issue_code="ice_failed ") == "another"
    assert names(client, app_id, issue_code="") == "blank"
    assert names(client, app_id, issue_code="none has this") == ""


def test_a_gum_error_is_found_by_its_name(client: APIClient, app_id: UUID, scene: Scene) -> None:
    for name, code, data in [
        ("named", "getusermedia_error", {"name": " NotAllowedError "}),
        ("unnamed", "getusermedia_error", {"name": ["NotAllowedError"]}),
        ("empty", "getusermedia_error", {}),
        ("another code", "ice_failed", {"name": "NotAllowedError"}),
    ]:
        conference = scene.conference(name)
        raw.issue(conference, scene.session(conference), code=code, data=data)

    assert names(client, app_id, gum_name="NotAllowedError") == "named"
    assert names(client, app_id, gum_name="Unknown") == "unnamed"


def test_connections_are_relayed_direct_or_of_no_type_yet(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    connections: list[tuple[str, dict[str, Any]]] = [
        ("relayed", {"type": "r"}),
        ("direct", {"type": "h"}),
        ("of no type", {"type": None}),
        ("inactive", {"type": "r", "is_active": False}),
    ]
    for name, values in connections:
        conference = scene.conference(name)
        scene.connection(conference, scene.session(conference), **values)

    assert names(client, app_id, connection_type="relayed") == "relayed"
    assert names(client, app_id, connection_type="direct") == "direct"


@pytest.mark.parametrize(
    ("params", "listed"),
    [
        ({"setup_time_gte": 250}, "250 499.999 500 two"),
        ({"setup_time_lt": 250}, "249.999 two"),
        ({"setup_time_gte": 250, "setup_time_lt": 500}, "250 499.999"),
        ({"setup_time_gte": 249.9985, "setup_time_lt": 249.9995}, "249.999"),
        ({"setup_time_gte": 500}, "500 two"),
    ],
)
def test_one_connection_must_meet_both_bounds_of_a_setup_time(
    client: APIClient, app_id: UUID, scene: Scene, params: dict[str, Any], listed: str
) -> None:
    for name in ("249.999", "250", "499.999", "500"):
        conference = scene.conference(name)
        scene.set_up(conference, scene.session(conference), round(float(name) * 1000))
    two = scene.conference("two")
    session = scene.session(two)
    scene.set_up(two, session, 100_000)
    scene.set_up(two, session, 900_000)
    scene.set_up(two, session, 300_000, is_active=False)

    assert names(client, app_id, **params) == listed


def test_conditions_of_different_kinds_may_be_met_by_different_rows(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    both = scene.conference("both")
    session = scene.session(both)
    raw.issue(both, session, code="ice_failed")
    raw.issue(both, session, code="getusermedia_error", data={"name": "NotFoundError"})
    scene.connection(both, session, type="r")
    scene.set_up(both, session, 100_000, type="h")
    one = scene.conference("one")
    raw.issue(one, scene.session(one), code="ice_failed")
    asked = {"issue_code": "ice_failed", "gum_name": "NotFoundError"}
    connections = {"connection_type": "relayed", "setup_time_lt": 200}

    assert names(client, app_id, **asked, **connections) == "both"


def test_the_row_that_meets_a_condition_must_also_pass_the_filters(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    chrome, firefox = scene.conference("by Chrome"), scene.conference("by Firefox")
    for conference, browser in ((chrome, "Chrome"), (firefox, "Firefox")):
        scene.session(conference, "Chrome")
        scene.session(conference, "Firefox")
        session = scene.session(conference, browser)
        raw.issue(conference, session, code="getusermedia_error", data={"name": "X"})
        scene.set_up(conference, session, 300_000, type="r")

    conditions: list[dict[str, Any]] = [
        {"issue_code": "getusermedia_error"},
        {"gum_name": "X"},
        {"connection_type": "relayed"},
        {"setup_time_gte": 250, "setup_time_lt": 500},
    ]
    for condition in conditions:
        assert names(client, app_id, browser="Chrome", **condition) == "by Chrome"
        assert names(client, app_id, browser="Firefox", **condition) == "by Firefox"
        assert names(client, app_id, browser="Safari", **condition) == ""
        both = {"browser": ["Chrome", "Firefox"]}
        assert names(client, app_id, **both, **condition) == "by Chrome by Firefox"


def test_a_conference_passes_by_an_active_session_and_a_row_by_any(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    listed = scene.conference("listed")
    scene.session(listed)
    raw.issue(listed, scene.session(listed, is_active=False))
    only_inactive = scene.conference("only inactive")
    scene.session(only_inactive, "Firefox")
    raw.issue(only_inactive, scene.session(only_inactive, is_active=False))

    assert names(client, app_id, browser="Chrome", issue_code="ice_failed") == "listed"
    assert names(client, app_id, browser="Chrome", os="Linux") == "listed"
    assert names(client, app_id, browser="Chrome", os="Windows") == ""
