"""/livez says whether the process is alive, /readyz whether it can serve."""

import pytest
from django.db import connection
from django.test import Client

CACHE = {"name": "cache", "ok": True, "value": "0 keys, ", "mend": ""}


def readiness(client: Client) -> tuple[int, dict[str, object]]:
    """Status and body. The cache's memory differs from run to run, so it is left out."""
    response = client.get("/readyz")
    body = response.json()
    for one in body["checks"]:
        if one["name"] == "cache":
            one["value"] = one["value"].rstrip("0123456789.BKMG")
    return response.status_code, body


def test_a_process_is_alive_without_asking_any_server() -> None:
    response = Client().get("/livez")  # without the fixture, a test has no database

    assert (response.status_code, response.content) == (200, b"alive\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("database")
def test_a_process_is_ready_when_postgresql_answers_and_is_migrated() -> None:
    assert readiness(Client()) == (
        200,
        {
            "ready": True,
            "checks": [
                {"name": "database", "ok": True, "value": "answers, migrated", "mend": ""},
                CACHE,
            ],
        },
    )


@pytest.mark.usefixtures("database")
def test_before_a_migration_it_is_not_ready_and_says_what_to_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0007_task_run' RETURNING app")
        assert cursor.fetchall() == [("rollups",)]
    try:
        assert readiness(Client()) == (
            503,
            {
                "ready": False,
                "checks": [
                    {
                        "name": "database",
                        "ok": False,
                        "value": "not migrated: rollups.0007_task_run",
                        "mend": "Run manage.py migrate.",
                    },
                    CACHE,
                ],
            },
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) "
                "VALUES ('rollups', '0007_task_run', now())"
            )


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_probes_take_nothing_but_questions(address: str) -> None:
    assert Client().post(address).status_code == 405
