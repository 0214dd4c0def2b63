"""GET /v1/conferences?sort=: every order is total, so pages neither repeat nor skip a row."""

from uuid import UUID

import pytest
from rest_framework.test import APIClient

from tests import raw
from tests.api.lists.scene import Scene, get, names


@pytest.fixture
def app_id(database: None) -> UUID:
    return raw.app()


@pytest.fixture
def conferences(app_id: UUID) -> None:
    """a to f in the order of time, e and f at the same time. Durations and sizes repeat."""
    scene = Scene(app_id)
    for name, seconds, people, values in [
        ("a", 60, 2, {}),
        ("b", 0, 0, {}),
        ("c", 60, 1, {}),
        ("d", 3600, 0, {}),
        ("e", 0, 2, {"id": UUID(int=2), "created_at": raw.NOON.replace(hour=13)}),
        ("f", 0, 2, {"id": UUID(int=1), "created_at": raw.NOON.replace(hour=13)}),
    ]:
        conference = scene.conference(name, duration=seconds, **values)
        for _ in range(people):
            scene.member(conference)


ORDERS = {
    "created_at": "a b c d f e",
    "-created_at": "f e d c b a",
    "duration": "b f e a c d",
    "-duration": "d a c b f e",
    "participants": "b d c a f e",
    "-participants": "a f e c b d",
}


@pytest.mark.usefixtures("conferences")
@pytest.mark.parametrize(("sort", "listed"), ORDERS.items())
def test_equal_conferences_are_in_the_order_of_time_then_id(
    client: APIClient, app_id: UUID, sort: str, listed: str
) -> None:
    assert names(client, app_id, sort=sort) == listed


@pytest.mark.usefixtures("conferences")
@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("limit", [1, 4])
def test_pages_together_are_the_list(
    client: APIClient, app_id: UUID, sort: str, limit: int
) -> None:
    listed: list[str] = []
    for offset in range(0, 6, limit):
        page = get(
            client, "/v1/conferences", appId=str(app_id), sort=sort, limit=limit, offset=offset
        )
        assert page["count"] == 6
        listed += [row["conference_name"] for row in page["results"]]

    assert " ".join(listed) == ORDERS[sort]


@pytest.mark.usefixtures("conferences")
def test_an_order_does_not_change_which_conferences_are_listed(
    client: APIClient, app_id: UUID
) -> None:
    assert names(client, app_id, sort="-duration", duration_lt=3600) == "a c b f e"
    assert names(client, app_id, sort="-participants", participants=0) == "b d"
