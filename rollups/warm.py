"""Warming: what the dashboard asks for is in the cache before it asks.

An app's answers are computed when its data has changed, all from shared reads. Where nothing has
changed they are renewed: they stay as they are, are true of a later moment, and live on.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rollups import answer_store, cache, clock, metrics, opened, redis_client
from rollups.answer_store import Question
from rollups.definitions import ROLLUPS
from rollups.freshness import freshness_of
from rollups.locks import lock_warming
from rollups.query import RANGES, SummaryQuery, previous_of_range, start_of_range
from rollups.shards import IN_SHARD
from rollups.summaries import DASHBOARD, DASHBOARD_PARTS, FILTER_OPTIONS, part_query

# Named ranges move on with the clock, each to a new key. The next ones are there when it strikes.
AHEAD = timedelta(seconds=75)
APPS_AT_ONCE = 20  # whose rows are read together
TRAFFIC = timedelta(days=30)

_IS_ACTIVE = """(
    EXISTS (SELECT FROM rollups.opened_zone o WHERE o.app_id = a.id AND o.opened_at > %(lately)s)
    OR {traffic}
)""".format(
    traffic="\n    OR ".join(
        f"EXISTS (SELECT FROM rollups.{rollup.name} r WHERE r.app_id = a.id AND r.day >= %(day)s)"
        for rollup in ROLLUPS
    )
)
_ACTIVE = f"SELECT a.id FROM public.app a WHERE {_IS_ACTIVE} ORDER BY a.id"
_CHANGED = f"""
SELECT a.id FROM public.app a JOIN rollups.app_state s ON s.app_id = a.id
WHERE s.version IS DISTINCT FROM s.warmed_version
  AND {IN_SHARD.format(app="a.id")}
  AND {_IS_ACTIVE}
ORDER BY s.warmed_version NULLS FIRST, a.id"""

_WARMED = """
UPDATE rollups.app_state s SET warmed_version = w.version
FROM unnest(%(app_ids)s::uuid[], %(versions)s::bigint[]) w (app_id, version)
WHERE s.app_id = w.app_id AND w.version > coalesce(s.warmed_version, -1)"""


class Warmed(NamedTuple):
    """How many answers were computed, and how many were renewed; the apps that are warm now."""

    computed: int = 0
    renewed: int = 0
    apps: frozenset[UUID] = frozenset()


def active_apps(now: datetime) -> list[UUID]:
    """Apps with traffic in the last 30 days, or whose dashboard was opened lately."""
    return _apps(_ACTIVE, now)


def changed_apps(now: datetime, *, shard: int = 0, shards: int = 1) -> list[UUID]:
    """Active apps whose data has changed since they were warmed, whoever changed it; the one that
    was warmed longest ago first, so that each has its turn where time does not suffice for all."""
    return _apps(_CHANGED, now, shard=shard, shards=shards)


def _apps(statement: str, now: datetime, **params: int) -> list[UUID]:
    period = {"lately": now - opened.LATELY, "day": (now - TRAFFIC).date()}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**period, **params})
        return [app_id for (app_id,) in cursor.fetchall()]


def questions(app_id: UUID, zone: str, now: datetime) -> Iterator[Question]:
    """What is asked of an app that is opened with any named range and no filter."""
    for name in RANGES:
        query = SummaryQuery(
            app_id,
            start_of_range(name, now, zone),
            zone=zone,
            group_by="hour" if name == "24h" else "day",
            previous=previous_of_range(name, now, zone),
        )
        yield DASHBOARD, query
        for part in DASHBOARD_PARTS.values():
            yield part, part_query(part, query)
        yield FILTER_OPTIONS, part_query(FILTER_OPTIONS, query)


def warm(app_ids: Collection[UUID], *, within: float = float("inf")) -> Warmed:
    """Compute what has changed of these apps' answers, or is not there; renew the others.

    What cannot be begun `within` so many seconds is left to the next time.
    """
    if not app_ids:
        return Warmed()
    began = time.monotonic()
    asked = _all_questions(app_ids, clock.now())
    freshness = freshness_of(app_ids)
    missing = answer_store.renew(asked, freshness)
    renewed, computed = len(asked) - len(missing), 0
    apps_missing = list(dict.fromkeys(query.app_id for _, query in missing))
    done = set(app_ids) - set(apps_missing)
    for first in range(0, len(apps_missing), APPS_AT_ONCE):
        if redis_client.breaker.is_open or time.monotonic() - began > within:
            break
        with cache.one_moment():
            mine = lock_warming(apps_missing[first : first + APPS_AT_ONCE])
            computed += len(cache.compute([q for q in missing if q[1].app_id in mine], warmed=True))
        done |= mine
    if redis_client.breaker.is_open:
        done = set()
    _mark_warmed({app_id: freshness.versions[app_id] for app_id in done})
    _measure(began, computed, renewed)
    return Warmed(computed, renewed, frozenset(done))


def _all_questions(app_ids: Collection[UUID], now: datetime) -> list[Question]:
    zones = opened.zones_of(app_ids, now)
    return list(
        dict.fromkeys(
            question
            for app_id in app_ids
            for zone in sorted(zones[app_id])
            for moment in (now, now + AHEAD)
            for question in questions(app_id, zone, moment)
        )
    )


def _mark_warmed(versions: dict[UUID, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WARMED, {"app_ids": [*versions], "versions": [*versions.values()]})


def _measure(began: float, computed: int, renewed: int) -> None:
    metrics.WARM_SECONDS.observe(time.monotonic() - began)
    metrics.WARM_ANSWERS.labels("computed").inc(computed)
    metrics.WARM_ANSWERS.labels("renewed").inc(renewed)


def measure_visibility(changed_at: Mapping[UUID, Counter[datetime]]) -> None:
    """Measure how long ago changes were written that are now in the warm answers of their apps."""
    now = clock.now()
    for of_app in changed_at.values():
        for moment in of_app.elements():
            metrics.COMMIT_TO_VISIBLE.observe(max(0.0, (now - moment).total_seconds()))
