"""Pages of lists: `results` and `count` with limit or offset, else `data` and a Link."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from tests import raw
from tests.api.lists.scene import Scene, get, problem

pytestmark = pytest.mark.usefixtures("database")

_MANY = """
INSERT INTO public.conference
    (id, conference_id, ongoing, duration, created_at, is_active, app_id)
SELECT gen_random_uuid(), n, false, 0, %(noon)s::timestamptz + n / 3 * interval '1 second',
       true, %(app_id)s
FROM generate_series(1, %(number)s) n"""


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


def many(app_id: UUID, number: int) -> None:
    """Conferences of an app, three of which always have the same time."""
    with connection.cursor() as cursor:
        cursor.execute(_MANY, {"app_id": app_id, "number": number, "noon": raw.NOON})


def key(row: dict[str, Any]) -> tuple[str, str]:
    return row["created_at"], row["id"]


def pages(client: APIClient, app_id: UUID, limit: int, **params: Any) -> list[dict[str, Any]]:
    asked = {"appId": str(app_id), "limit": limit, **params}
    count = get(client, "/v1/conferences", **asked)["count"]
    found: list[dict[str, Any]] = []
    for offset in range(0, count + limit, limit):
        page = get(client, "/v1/conferences", **asked, offset=offset)
        assert page["count"] == count
        assert len(page["results"]) == max(0, min(limit, count - offset))
        found += page["results"]
    return found


def test_all_pages_hold_each_row_once_in_the_order_of_time_and_id(
    client: APIClient, app_id: UUID
) -> None:
    many(app_id, 25)
    many(raw.app(), 5)

    rows = pages(client, app_id, limit=4)

    assert len({row["id"] for row in rows}) == 25
    assert rows == sorted(rows, key=key) == pages(client, app_id, limit=10, sort="created_at")


def test_a_minus_sign_puts_the_newest_first(client: APIClient, app_id: UUID) -> None:
    many(app_id, 25)

    rows = pages(client, app_id, limit=4, sort="-created_at")

    assert len({row["id"] for row in rows}) == 25
    times = [row["created_at"] for row in rows]
    assert times == sorted(times, reverse=True)


def test_an_offset_alone_gives_peermetrics_page_of_50(client: APIClient, app_id: UUID) -> None:
    many(app_id, 60)

    page = get(client, "/v1/conferences", appId=str(app_id), offset=5)

    assert (page["count"], len(page["results"])) == (60, 50)


def test_a_limit_beyond_1000_is_cut_to_it(client: APIClient, app_id: UUID) -> None:
    many(app_id, 1001)

    page = get(client, "/v1/conferences", appId=str(app_id), limit=5000)

    assert (page["count"], len(page["results"])) == (1001, 1000)


@pytest.mark.parametrize("address", ["/v1/conferences", "/v1/participants"])
def test_without_limit_links_lead_through_all_rows(
    client: APIClient, app_id: UUID, address: str
) -> None:
    many(app_id, 2000)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.participant (id, participant_id, is_sfu, created_at, is_active, "
            "app_id) SELECT id, id::text, false, created_at, true, app_id FROM public.conference"
        )
    drain()

    rows: list[dict[str, Any]] = []
    following: str | None = f"{address}?appId={app_id}&created_at_gte=2026-11-20&created_at_lte="
    lengths = []
    while following is not None:
        response = client.get(following)
        assert set(response.json()) == {"data"}
        lengths.append(len(response.json()["data"]))
        rows += response.json()["data"]
        link = re.fullmatch(r'<(http://testserver/.+)>; rel="next"', response.get("Link", ""))
        following = link and link[1]

    assert lengths == [1000, 1000]
    assert len({row["id"] for row in rows}) == 2000
    assert rows == sorted(rows, key=key)


def test_a_page_beyond_the_last_is_empty(client: APIClient, app_id: UUID) -> None:
    many(app_id, 1)
    asked = {"appId": str(app_id)}

    for address, count in (("/v1/conferences", 1), ("/v1/participants", 0)):
        beyond = get(client, address, **asked, offset=2**63 - 1)
        assert beyond == {"results": [], "count": count}
        assert get(client, address, **asked, page=9) == {"data": []}


MALFORMED = [
    ({"limit": "ten"}, "limit"),
    ({"limit": "0"}, "limit"),
    ({"limit": "1.5"}, "limit"),
    ({"limit": "1_0"}, "limit"),
    ({"offset": "-1"}, "offset"),
    ({"offset": str(2**63)}, "offset"),
    ({"page": "0"}, "page"),
    ({"page": str(2**62)}, "page"),
    ({"page": "2", "limit": "5"}, "page"),
]


@pytest.mark.parametrize("address", ["/v1/conferences", "/v1/sessions", "/v1/apps"])
def test_a_malformed_page_is_named(client: APIClient, app_id: UUID, address: str) -> None:
    for params, parameter in MALFORMED:
        refused = problem(client, address, appId=str(app_id), **params)

        assert refused[:3] == (400, "invalid_parameters", parameter), params


def test_lists_of_rows_are_in_the_order_of_time_and_id(client: APIClient, app_id: UUID) -> None:
    scene = Scene(app_id)
    conference = scene.conference("")
    for _ in range(5):
        scene.session(conference)

    rows = [
        get(client, "/v1/sessions", appId=str(app_id), limit=1, offset=n)["results"][0]
        for n in range(5)
    ]

    assert rows == sorted(rows, key=key)
    assert len({row["id"] for row in rows}) == 5
