"""An app with much to refresh, or with expensive answers, does not keep others waiting."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.db import connection

from rollups import watch
from rollups.cache import warm
from rollups.changes import queue
from rollups.models import ConferenceFact
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")

CONFERENCES = 4_000
SESSIONS = 20_000
# Each session has a version, a browser and a city that no other one has.
_STORM = """
INSERT INTO public.conference (id, conference_id, app_id, created_at, ongoing, duration, is_active)
SELECT md5('c' || n)::uuid, 'c' || n, %(app_id)s, now(), false, 60, true
FROM generate_series(1, %(conferences)s) n;
INSERT INTO public.app_session (id, conference_id, participant_id, created_at, duration, is_active,
    platform, geo_ip, app_version)
SELECT md5('s' || n)::uuid, md5('c' || 1 + n %% %(conferences)s)::uuid, %(participant_id)s, now(),
    60, true,
    jsonb_build_object('browser', jsonb_build_object('name', 'browser ' || n, 'version', n::text)),
    jsonb_build_object('city', 'city ' || n, 'country_code', 'FR', 'latitude', n %% 90,
                       'longitude', n %% 180),
    'v' || n
FROM generate_series(1, %(sessions)s) n"""


@pytest.fixture(autouse=True)
def no_costs() -> Iterator[None]:
    """Nothing is known of what apps cost."""
    warm._took.clear()
    yield
    warm._took.clear()


def storm() -> UUID:
    app_id = raw.app()
    participant_id = raw.participant(app_id)
    params = {"app_id": app_id, "participant_id": participant_id}
    with connection.cursor() as cursor:
        cursor.execute(_STORM, {**params, "conferences": CONFERENCES, "sessions": SESSIONS})
    return app_id


def test_in_a_storm_of_one_app_others_are_warm_after_its_first_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stormy, calm = storm(), [raw.app() for _ in range(5)]
    for app_id in calm:
        raw.conference(app_id, datetime.now(UTC))
    refreshed_when_warm: dict[UUID, int] = {}
    warming = warm.warm

    def noted(*args: Any, **more: Any) -> warm.Warmed:
        warmed = warming(*args, **more)
        for app_id in warmed.apps:
            number = ConferenceFact.objects.filter(app_id=stormy).count()
            refreshed_when_warm.setdefault(app_id, number)
        return warmed

    monkeypatch.setattr(warm, "warm", noted)
    monkeypatch.setattr(watch, "_WARM_EVERY", 0)

    watch.work(0, 1)

    assert {app_id: refreshed_when_warm[app_id] for app_id in calm} == dict.fromkeys(
        calm, queue.BATCH
    )


def test_expensive_apps_are_warmed_after_all_others_and_only_in_part_while_others_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm, "SECONDS_OF_STEP", 0)
    expensive, *cheap = apps = [raw.app() for _ in range(3)]
    for app_id in apps:
        raw.conference(app_id, datetime.now(UTC))
    drain()
    warm._took[expensive] = 10

    first = warm.warm(apps, others_wait=lambda: True)
    second = warm.warm(apps, others_wait=lambda: True)
    last = warm.warm(apps, others_wait=lambda: False)

    assert (first.computed % 44, first.apps) == (1, frozenset(cheap))
    assert (second.computed, second.apps) == (1, frozenset(cheap))
    assert last.apps == {*apps}
    assert warm.warm(apps).computed == 0


def test_the_oldest_answers_of_an_expensive_app_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So each has its turn, though the app changes before all are computed."""
    monkeypatch.setattr(warm, "SECONDS_OF_STEP", 0)
    app_id = raw.app()
    for _ in range(44):
        raw.conference(app_id, datetime.now(UTC))
        drain()
        warm._took[app_id] = 10
        assert warm.warm([app_id], others_wait=lambda: True).computed == 1

    cache = redis.Redis.from_url(settings.REDIS_URL)
    assert len(list(cache.scan_iter(f"*:{app_id}:*"))) == 44
