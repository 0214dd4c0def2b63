"""GET /v1/conferences/summary: whole answers, by hand-computed cases."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from psycopg2.extras import Json
from rest_framework.test import APIClient

from api.models import Membership
from rollups.pipeline.refresh import drain
from tests import raw

MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


def ask(client: APIClient, app_id: UUID, **params: Any) -> list[dict[str, Any]]:
    drain()
    response = client.get("/v1/conferences/summary", {"appId": str(app_id), **params})
    assert response.status_code == 200, response.content
    data: list[dict[str, Any]] = response.json()["data"]
    return data


def counts(date: str, **by_status: int) -> dict[str, Any]:
    full = {"success": 0, "warning": 0, "error": 0, "ongoing": 0} | by_status
    return {"date": date, **full, "total": sum(full.values())}


def test_an_app_without_conferences_has_an_empty_answer(client: APIClient, app_id: UUID) -> None:
    assert ask(client, app_id) == []


def test_each_conference_has_exactly_one_status(client: APIClient, app_id: UUID) -> None:
    person = raw.participant(app_id)
    for types, ongoing in [("", False), ("w", False), ("we", False), ("e", False), ("we", True)]:
        conference = raw.conference(app_id, ongoing=ongoing)
        session = raw.session(conference, person)
        for type_ in types:
            raw.issue(conference, session, type=type_)

    assert ask(client, app_id) == [
        counts("2026-11-20", success=1, warning=1, error=2, ongoing=1),
    ]


def test_inactive_conferences_and_issues_do_not_count(client: APIClient, app_id: UUID) -> None:
    raw.conference(app_id, is_active=False)
    conference = raw.conference(app_id)
    raw.issue(conference, raw.session(conference, raw.participant(app_id)), is_active=False)

    assert ask(client, app_id) == [counts("2026-11-20", success=1)]


def test_other_apps_never_appear(client: APIClient, app_id: UUID) -> None:
    raw.conference(raw.app())

    assert ask(client, app_id) == []


def test_both_ends_of_the_range_are_inclusive_to_the_microsecond(
    client: APIClient, app_id: UUID
) -> None:
    for moment in (MIDNIGHT - MICROSECOND, MIDNIGHT, MIDNIGHT + timedelta(days=1)):
        raw.conference(app_id, moment)
    bounds = {"created_at_gte": "2026-11-20", "created_at_lte": "2026-11-21"}

    assert ask(client, app_id, **bounds) == [
        counts("2026-11-20", success=1),
        counts("2026-11-21", success=1),
    ]
    bounds["created_at_lte"] = "2026-11-20T23:59:59.999999Z"
    assert ask(client, app_id, **bounds) == [counts("2026-11-20", success=1)]


def test_a_range_that_ends_before_it_begins_is_empty(client: APIClient, app_id: UUID) -> None:
    raw.conference(app_id)

    assert ask(client, app_id, created_at_gte="2026-11-21", created_at_lte="2026-11-19") == []


def test_days_are_those_of_the_zone(client: APIClient, app_id: UUID) -> None:
    raw.conference(app_id, datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC))
    raw.conference(app_id, datetime(2026, 12, 31, 23, tzinfo=UTC))

    assert ask(client, app_id, timezone="Europe/Berlin") == [
        counts("2026-12-31", success=1),
        counts("2027-01-01", success=1),
    ]
    assert ask(client, app_id) == [counts("2026-12-31", success=2)]


def test_hours_have_their_offset_so_a_repeated_one_is_clear(
    client: APIClient, app_id: UUID
) -> None:
    for hour in (0, 1):  # 02:30 in summer time, 02:30 in winter time
        raw.conference(app_id, datetime(2026, 10, 25, hour, 30, tzinfo=UTC))

    assert ask(
        client,
        app_id,
        timezone="Europe/Berlin",
        group_by="hour",
        created_at_gte="2026-10-25",
        created_at_lte="2026-10-26",
    ) == [
        counts("2026-10-25T02:00:00+02:00", success=1),
        counts("2026-10-25T02:00:00+01:00", success=1),
    ]


@pytest.mark.parametrize(
    ("name", "zone", "start"),
    [
        ("7d", "UTC", datetime(2026, 11, 16, tzinfo=UTC)),
        ("30d", "Asia/Tokyo", datetime(2026, 10, 24, 15, tzinfo=UTC)),
        ("90d", "UTC", datetime(2026, 8, 25, tzinfo=UTC)),
        ("24h", "Asia/Kolkata", datetime(2026, 11, 21, 14, 30, tzinfo=UTC)),
    ],
)
def test_named_ranges_begin_with_the_first_instant_of_their_first_day(
    client: APIClient, app_id: UUID, name: str, zone: str, start: datetime
) -> None:
    raw.conference(app_id, start - MICROSECOND)
    raw.conference(app_id, start)
    raw.conference(app_id, datetime(2027, 1, 1, tzinfo=UTC))  # a named range is open at its end

    with time_machine.travel(datetime(2026, 11, 22, 15, 29, tzinfo=UTC), tick=False):
        data = ask(client, app_id, range=name, timezone=zone)

    assert sum(day["total"] for day in data) == 2


def test_a_conference_counts_once_for_a_filter_that_several_sessions_pass(
    client: APIClient, app_id: UUID
) -> None:
    conference = raw.conference(app_id)
    for browser in ("Chrome", "Chrome", "Firefox"):
        raw.session(conference, raw.participant(app_id), platform=raw.platform(browser, "Linux"))
    raw.conference(app_id)
    one = [counts("2026-11-20", success=1)]

    assert ask(client, app_id, browser="Chrome") == one
    assert ask(client, app_id, browser=["Firefox", "Chrome"]) == one
    assert ask(client, app_id, browser="Safari") == []


def test_one_session_must_match_every_dimension(client: APIClient, app_id: UUID) -> None:
    conference = raw.conference(app_id)
    for browser, os in (("Chrome", "Linux"), ("Firefox", "Windows")):
        raw.session(conference, raw.participant(app_id), platform=raw.platform(browser, os))

    assert ask(client, app_id, browser="Chrome", os="Linux") == [counts("2026-11-20", success=1)]
    assert ask(client, app_id, browser="Chrome", os="Windows") == []


def test_a_conference_does_not_pass_by_an_inactive_session(client: APIClient, app_id: UUID) -> None:
    conference = raw.conference(app_id)
    raw.session(conference, raw.participant(app_id), is_active=False)

    assert ask(client, app_id, browser="Unknown") == []


@pytest.mark.parametrize(
    "platform",
    [None, {}, [], "Chrome", 7, {"browser": "Chrome"}, {"browser": ["Chrome"]},
     {"browser": {"name": ["Chrome"]}}, {"browser": {"name": " \u00a0\n"}}],
)  # fmt: skip
def test_a_value_that_is_no_name_is_unknown(client: APIClient, app_id: UUID, platform: Any) -> None:
    conference = raw.conference(app_id)
    raw.session(conference, raw.participant(app_id), platform=Json(platform), geo_ip=Json(platform))
    unknown = dict.fromkeys(("browser", "os", "country", "app_version"), "Unknown")

    assert ask(client, app_id, **unknown) == [counts("2026-11-20", success=1)]


def test_names_are_trimmed_and_cut_at_64_characters(client: APIClient, app_id: UUID) -> None:
    conference = raw.conference(app_id)
    raw.session(
        conference, raw.participant(app_id), platform=raw.platform("\u3000" + "x" * 400 + " ")
    )

    assert len(ask(client, app_id, browser="x" * 64)) == 1
    assert ask(client, app_id, browser="x" * 65) == []


def test_an_answer_is_stored_and_served_from_the_cache(client: APIClient, app_id: UUID) -> None:
    raw.conference(app_id)
    drain()
    params = {"appId": str(app_id), "browser": ["a", "b"]}

    first = client.get("/v1/conferences/summary", params)
    second = client.get("/v1/conferences/summary", params | {"browser": ["b", "a", "b"]})

    assert (first["X-Cache"], second["X-Cache"]) == ("miss", "hit")
    assert first.content == second.content
    assert first["X-As-Of"] == second["X-As-Of"]


def test_no_cache_refreshes_queued_changes_and_renews_the_cache(
    client: APIClient, app_id: UUID
) -> None:
    assert ask(client, app_id) == []
    raw.conference(app_id)
    params = {"appId": str(app_id)}

    fresh = client.get("/v1/conferences/summary", params | {"no_cache": "true"})
    cached = client.get("/v1/conferences/summary", params)

    assert fresh.json() == cached.json() == {"data": [counts("2026-11-20", success=1)]}
    assert (fresh["X-Cache"], cached["X-Cache"]) == ("bypass", "hit")


def test_an_unchanged_answer_is_not_sent_again(client: APIClient, app_id: UUID) -> None:
    params = {"appId": str(app_id)}
    etag = client.get("/v1/conferences/summary", params)["ETag"]

    again = client.get("/v1/conferences/summary", params, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again["X-As-Of"]


def test_a_member_sees_the_apps_of_its_organization_only(app_id: UUID) -> None:
    organization = raw.organization("Other")
    theirs = raw.app(organization)
    user = User.objects.create_user("bob")
    Membership.objects.create(user=user, organization_id=organization)
    client = APIClient()
    client.force_login(user)

    assert client.get("/v1/conferences/summary", {"appId": str(theirs)}).status_code == 200
    hidden = client.get("/v1/conferences/summary", {"appId": str(app_id)})
    unknown = client.get("/v1/conferences/summary", {"appId": str(uuid4())})
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.json() == unknown.json()
    assert hidden.json()["error_code"] == "app_not_found"
    assert [a["id"] for a in client.get("/v1/apps").json()["data"]] == [str(theirs)]
    refused = client.get("/v1/conferences/summary", {"appId": str(theirs), "no_cache": "true"})
    assert refused.status_code == 403
