"""GET /metrics: who may read it, and that each number is right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from psycopg2.extensions import connection as Connection  # noqa: N812  as psycopg2 names it
from pytest_django import Settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from rollups.models import AuditRound
from rollups.pipeline import capture
from rollups.pipeline.refresh import drain
from rollups.tasks import refresh
from tests import raw
from tests.health.exposed import samples, total
from tests.health.pipeline import finished, forget, sent

pytestmark = pytest.mark.usefixtures("database")

ELSEWHERE = "203.0.113.7"


def read(client: Client | None = None, address: str = "127.0.0.1") -> str:
    response = (client or Client()).get("/metrics", REMOTE_ADDR=address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return response.content.decode()


def gauge(name: str, **labels: str) -> float:
    return samples(read())[name, frozenset(labels.items())]


@pytest.fixture(autouse=True)
def no_runs(database: None) -> None:
    forget()


def test_metrics_are_for_allowed_networks_and_superusers(
    settings: Settings, superuser: User
) -> None:
    somebody = User.objects.create(username="somebody")

    def status(user: User | None, address: str) -> int:
        token = user and Token.objects.get_or_create(user=user)[0]
        headers = {"Authorization": f"Token {token}"} if token else {}
        return Client().get("/metrics", REMOTE_ADDR=address, headers=headers).status_code

    assert (status(None, "127.0.0.1"), status(None, "::1")) == (200, 200)
    assert status(None, ELSEWHERE) == 401
    assert status(somebody, ELSEWHERE) == 403
    assert status(superuser, ELSEWHERE) == 200
    settings.METRICS_ALLOWED_NETWORKS = [ip_network("203.0.113.0/24")]
    assert (status(None, ELSEWHERE), status(None, "127.0.0.1")) == (200, 401)


def test_behind_a_trusted_proxy_the_client_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]

    response = Client().get("/metrics", headers={"X-Forwarded-For": ELSEWHERE})

    assert response.status_code == 401


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_on_an_allowed_address_opens_metrics_to_nobody(name: str, superuser: User) -> None:
    headers = {name: "127.0.0.1"}
    token = {"Authorization": f"Token {Token.objects.create(user=superuser)}"}

    assert Client().get("/metrics", headers=headers).status_code == 401
    assert Client().get("/metrics", headers={**headers, **token}).status_code == 200


def test_an_allowed_client_of_a_trusted_proxy_reads_metrics(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("203.0.113.7")]
    forwarded = {"X-Forwarded-For": "127.0.0.1"}

    allowed = Client().get("/metrics", headers=forwarded, REMOTE_ADDR=ELSEWHERE)
    forged = Client().get("/metrics", headers=forwarded, REMOTE_ADDR="203.0.113.8")

    assert (allowed.status_code, forged.status_code) == (200, 401)


def test_answers_are_counted_by_endpoint_and_outcome(client: APIClient) -> None:
    app = {"appId": str(raw.app())}
    before = read()

    for _ in range(3):
        client.get("/v1/conferences/summary", app)
    client.get("/v1/dashboard", {**app, "no_cache": "true"})

    after = read()
    counted = {
        (endpoint, outcome): total(after, "rollups_answers_total", **labels)
        - total(before, "rollups_answers_total", **labels)
        for endpoint in ("conferences_summary", "dashboard")
        for outcome in ("hit", "miss", "stale", "bypass")
        for labels in [{"endpoint": endpoint, "outcome": outcome}]
    }
    assert {answer: n for answer, n in counted.items() if n} == {
        ("conferences_summary", "miss"): 1,
        ("conferences_summary", "hit"): 2,
        ("dashboard", "bypass"): 1,
    }


def test_the_queue_is_measured_in_rows_and_by_its_oldest() -> None:
    assert (gauge("rollups_queue_rows"), gauge("rollups_queue_oldest_seconds")) == (0, 0)
    app_id = raw.app()
    raw.conference(app_id)
    raw.conference(app_id)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE change_queue SET queued_at = now() - interval '90 s'")

    assert gauge("rollups_queue_rows") == 2
    assert 90 <= gauge("rollups_queue_oldest_seconds") < 150
    assert 90 <= gauge("rollups_lag_seconds") < 150
    drain()
    assert gauge("rollups_queue_rows") == 0
    assert gauge("rollups_lag_seconds") < 60


def test_before_the_first_backfill_there_is_no_lag_to_tell() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE capture_state SET stale_since = '-infinity'")

    assert total(read(), "rollups_lag_seconds") == 0
    assert ("rollups_lag_seconds", frozenset()) not in samples(read())


def test_capture_and_the_days_to_build_are_told() -> None:
    raw.conference(raw.app())
    assert (gauge("rollups_capture_on"), gauge("rollups_pending_backfill_days")) == (1, 0)

    capture.off()
    assert gauge("rollups_capture_on") == 0
    capture.on()

    assert (gauge("rollups_capture_on"), gauge("rollups_pending_backfill_days")) == (1, 1)


def test_the_oldest_transaction_that_holds_back_vacuum_is_told(
    connect: Callable[[], Connection],
) -> None:
    harmless, holding = connect(), connect()
    with harmless.cursor() as cursor:
        cursor.execute("SELECT 1")  # its snapshot ends with the statement
    age = "rollups_oldest_transaction_seconds"
    assert gauge(age) == 0

    with holding.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")

    assert gauge(age) > 0
    holding.rollback()
    assert gauge(age) == 0


def test_the_signs_of_life_of_beat_and_tasks_are_told() -> None:
    assert ("rollups_beat_silent_seconds", frozenset()) not in samples(read())
    sent("warm", seconds_ago=300, every=30)
    sent("refresh", seconds_ago=100)
    finished("refresh", seconds_ago=200)

    assert 100 <= gauge("rollups_beat_silent_seconds") < 160
    assert 200 <= gauge("rollups_task_silent_seconds", task="refresh") < 260


def test_differences_and_progress_of_the_audit_are_told() -> None:
    ended = datetime.now(UTC) - timedelta(hours=1)
    AuditRound.objects.create(
        kind="all", began_at=ended, days=5, differences=3, last_ended_at=ended, last_differences=4
    )

    assert gauge("rollups_audit_differences") == 7
    assert gauge("rollups_audit_days", round="all") == 5
    assert 3600 <= gauge("rollups_audit_age_seconds", round="all") < 3660


def test_changes_that_were_missed_are_told() -> None:
    assert (gauge("rollups_missed_changes"), gauge("rollups_missed_changes_pending")) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('missed_change'), nextval('missed_change')")
    assert (gauge("rollups_missed_changes"), gauge("rollups_missed_changes_pending")) == (2, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE capture_state SET missed = 1")

    assert (gauge("rollups_missed_changes"), gauge("rollups_missed_changes_pending")) == (2, 1)


def test_columns_that_cannot_be_read_are_counted() -> None:
    assert gauge("rollups_raw_columns_missing") == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE public.app_issue RENAME code TO kind")
        try:
            assert gauge("rollups_raw_columns_missing") == 1
        finally:
            cursor.execute("ALTER TABLE public.app_issue RENAME kind TO code")


def test_refreshes_are_counted_only_if_they_found_something() -> None:
    before = read()
    refresh()
    raw.conference(raw.app())
    refresh()
    after = read()

    for name in ("rollups_refreshed_conferences_total", "rollups_refresh_seconds_count"):
        assert total(after, name) - total(before, name) == 1


def test_no_label_names_an_app_or_a_user() -> None:
    labels = {name for _, labels in samples(read()) for name, _ in labels}

    assert labels <= {"endpoint", "outcome", "how", "task", "round", "le"}
