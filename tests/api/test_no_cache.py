"""no_cache=true: what the request refreshes, what it leaves to the worker, who may send it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from api import summary_views
from rollups.changes import days, queue
from rollups.models import ChangeQueue
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def asked(app_id: UUID) -> dict[str, str]:
    return {"appId": str(app_id), "no_cache": "true"}


@pytest.fixture
def browser(client: APIClient) -> APIClient:
    """A client with a superuser's session. The server checks its CSRF tokens."""
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(username="root"))
    return browser


def test_it_leaves_the_changes_of_other_apps_to_the_worker(
    client: APIClient, app_id: UUID, asked: dict[str, str]
) -> None:
    raw.conference(app_id)
    raw.conference(raw.app())

    assert client.get(ADDRESS, asked).json()["data"][0]["total"] == 1
    assert ChangeQueue.objects.exclude(app_id=app_id).count() == 1


def test_it_refreshes_for_a_bounded_time(
    client: APIClient, app_id: UUID, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "BATCH", 1)
    monkeypatch.setattr(summary_views, "REFRESH_SECONDS", 0.1)
    for _ in range(30):
        raw.conference(app_id)
    oldest = ChangeQueue.objects.earliest("id").queued_at

    response = client.get(ADDRESS, asked)

    assert response.status_code == 200
    assert 0 < ChangeQueue.objects.count() < 30
    assert response["X-As-Of"] > (oldest - timedelta(seconds=1)).isoformat()


def test_it_leaves_the_days_of_a_truncated_table_to_the_backfill(
    client: APIClient, app_id: UUID, asked: dict[str, str]
) -> None:
    raw.conference(app_id)
    drain()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE public.conference CASCADE")

    assert client.get(ADDRESS, asked).status_code == 200

    assert len(days.pending()) == 1


def test_a_session_needs_a_csrf_token_for_it_as_for_a_post(
    browser: APIClient, app_id: UUID, asked: dict[str, str]
) -> None:
    raw.conference(app_id)

    for _ in range(2):  # the second time, what is remembered of the session is believed
        refused = browser.get(ADDRESS, asked)
        assert (refused.status_code, refused.json()["error_code"]) == (403, "csrf_failed")
    assert ChangeQueue.objects.exists()

    token = "x" * 32
    browser.cookies["csrftoken"] = token
    assert browser.get(ADDRESS, asked, headers={"X-CSRFToken": "y" * 32}).status_code == 403
    assert browser.get(ADDRESS, asked, headers={"X-CSRFToken": token}).status_code == 200
    assert not ChangeQueue.objects.exists()


def test_a_session_needs_no_csrf_token_to_read(browser: APIClient, app_id: UUID) -> None:
    assert browser.get(ADDRESS, {"appId": str(app_id)}).status_code == 200


def test_a_request_with_a_token_needs_no_csrf_token(
    browser: APIClient, asked: dict[str, str]
) -> None:
    token = Token.objects.create(user=User.objects.get(username="root"))
    program = APIClient(enforce_csrf_checks=True)

    answered = program.get(ADDRESS, asked, headers={"Authorization": f"Token {token}"})

    assert answered.status_code == 200
