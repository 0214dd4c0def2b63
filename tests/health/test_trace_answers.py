"""What a trace says of the answers in the cache: which hold the conference, and whether they are
of the present data."""

from datetime import timedelta
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from rollups import clock
from rollups.cache import warm
from rollups.pipeline.refresh import drain
from rollups.reading import summaries
from tests import raw
from tests.away import redis_away
from tests.cache.ageing import let_pass
from tests.health.scene import as_json, execute, traced

pytestmark = pytest.mark.usefixtures("database")

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def conference(database: None) -> UUID:
    """A conference of ten days ago, counted and in the warm answers."""
    app_id = raw.app()
    conference = raw.conference(app_id, clock.now() - timedelta(days=10))
    drain()
    warm.warm([app_id])
    return conference


def test_the_answers_whose_range_holds_it_are_there_and_fresh(
    capsys: Capsys, conference: UUID
) -> None:
    found = traced(capsys, conference)

    assert found.code == 0
    all_of = len(summaries.registered())
    lines = found.section("Answers in the cache")[1:]
    long_ranges = [
        line for line in lines if f"{all_of} of {all_of} answers, {all_of} fresh" in line
    ]
    assert len(long_ranges) == 2, lines  # 30d and 90d
    assert all(f"{all_of} of this version, true of 20" in line for line in long_ranges)


def test_a_range_that_is_compared_with_the_one_before_holds_it_too(
    capsys: Capsys, conference: UUID
) -> None:
    """The answer for 7 days also counts the seven days before them."""
    [answers] = as_json(capsys, conference)["answers"]

    week = clock.now() - timedelta(days=7)
    recent = {one["summary"] for one in answers["warm"] if one["start"] > week.isoformat()}
    assert recent == {one.key for one in summaries.registered() if one.compares}


def test_answers_of_older_data_that_are_still_given_are_behind(
    capsys: Capsys, conference: UUID
) -> None:
    execute("UPDATE public.conference SET duration = 700")
    drain()

    found = traced(capsys, conference)

    assert found.code == 1
    assert "answers in the cache were computed from older data" in found.end
    assert "0 of this version" in found.text
    warm.warm(warm.changed_apps(clock.now()))
    assert traced(capsys, conference).code == 0


def test_an_answer_that_nobody_warms_is_told_while_it_is_given(
    capsys: Capsys, client: APIClient
) -> None:
    conference = raw.conference(app_id := raw.app())
    drain()
    asked = {"appId": str(app_id), "created_at_gte": "2026-11-01T00:00:00Z"}
    assert client.get("/v1/conferences/summary", asked).status_code == 200
    line = (
        "1 answers that nobody warms, and that may hold it: 1 fresh, 0 of these of an older version"
    )
    assert line in traced(capsys, conference).section("Answers in the cache")

    execute("UPDATE public.conference SET ongoing = true")
    drain()

    found = traced(capsys, conference)
    assert "1 answers in the cache were computed from older data" in found.end
    let_pass(400)
    assert traced(capsys, conference).code == 0


def test_the_age_of_an_entry_is_that_since_it_was_stored(capsys: Capsys, conference: UUID) -> None:
    let_pass(40)

    [answers] = as_json(capsys, conference)["answers"]

    ages = {round(one["entry"]["age"]) for one in answers["warm"]}
    assert ages <= set(range(40, 60))


def test_a_cache_that_is_away_is_told(capsys: Capsys, conference: UUID) -> None:
    with redis_away():
        found = traced(capsys, conference)

    assert found.code == 0
    assert "Redis does not answer: what it holds is not known" in found.text
