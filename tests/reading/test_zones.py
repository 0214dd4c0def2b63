"""Names of time zones, of which a client may send any number."""

from time import perf_counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollups import clock
from rollups.cache import opened_zones
from rollups.reading import zones

pytestmark = pytest.mark.usefixtures("database")


def test_names_that_are_unknown_cost_no_query_and_are_not_kept() -> None:
    zones.canonical("Europe/Berlin")
    kept = zones._is_known_to_postgresql.cache_info().currsize

    with CaptureQueriesContext(connection) as queries:
        names = [f"Mars/{n}" for n in range(1000)]
        assert [zones.canonical(name) for name in [*names, "x" * 100_000]] == [None] * 1001

    assert len(queries) == 0
    assert zones._is_known_to_postgresql.cache_info().currsize == kept


def test_an_unknown_name_is_refused_at_once() -> None:
    zones.canonical("Mars/0")

    began = perf_counter()
    for n in range(1000):
        zones.canonical(f"Mars/{n}")

    assert perf_counter() - began < 1  # second for a thousand; to list the zones takes 20 s


def test_a_name_is_known_to_python_and_to_postgresql() -> None:
    assert zones.canonical("Europe/Berlin") == "Europe/Berlin"
    assert zones.canonical("Etc/Zulu") == "UTC"
    assert zones.canonical("localtime") is None


def test_what_a_process_has_noted_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_zones, "MOST_NOTED", 3)

    for _ in range(10):
        opened_zones.note(uuid4(), "UTC", clock.now())

    assert len(opened_zones.noted) <= 3
    assert count("SELECT count(*) FROM opened_zone") == 10


def test_what_is_noted_still_is_kept_when_there_is_no_more_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opened_zones, "MOST_NOTED", 3)
    app_id = uuid4()
    opened_zones.note(app_id, "UTC", clock.now())
    for key in [(uuid4(), "UTC"), (uuid4(), "UTC")]:
        opened_zones.noted[key] = 0.0  # long ago

    opened_zones.note(uuid4(), "UTC", clock.now())

    assert (app_id, "UTC") in opened_zones.noted
    assert len(opened_zones.noted) == 2


def count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
