"""Warming: it stores the answers of the dashboard before the dashboard asks.

If the data of an app has changed, its answers are computed, from shared reads. Otherwise they are
renewed: the body stays, `as_of` is now, and the entry lives for LIFE from now.
"""

import time
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rollups import clock
from rollups.cache import opened_zones, store
from rollups.cache.compute import compute, one_moment
from rollups.cache.store import Question
from rollups.changes import versions
from rollups.changes.freshness import freshness_of
from rollups.changes.shards import IN_SHARD
from rollups.definitions.registry import declared
from rollups.reading import summaries
from rollups.reading.query import SummaryQuery
from rollups.reading.ranges import RANGES, previous_of_range, start_of_range
from rollups.servers import redis_client
from rollups.servers.locks import lock_warming

# A named range begins at a full hour or day. Its key changes then, and is warmed before.
AHEAD = timedelta(seconds=75)
APPS_AT_ONCE = 20  # their rows are read together
TRAFFIC = timedelta(days=30)

_ACTIVE = "SELECT a.id FROM public.app a WHERE {is_active} ORDER BY a.id"
_CHANGED = f"""
SELECT a.id FROM public.app a JOIN {versions.UNWARMED} s ON s.app_id = a.id
WHERE {IN_SHARD.format(app="a.id")}
  AND {{is_active}}
ORDER BY s.warmed_version NULLS FIRST, a.id"""


@cache
def _is_active() -> str:
    """SQL: true if the app `a` has traffic since `day`, or was opened after `lately`."""
    traffic = [
        f"EXISTS (SELECT FROM rollups.{rollup.name} r WHERE r.app_id = a.id AND r.day >= %(day)s)"
        for rollup in declared().rollups
    ]
    opened = (
        "EXISTS (SELECT FROM rollups.opened_zone o "
        "WHERE o.app_id = a.id AND o.opened_at > %(lately)s)"
    )
    return f"({' OR '.join([opened, *traffic])})"


class Warmed(NamedTuple):
    """How many answers were computed and how many were renewed. `apps`: they are warm now."""

    computed: int = 0
    renewed: int = 0
    apps: frozenset[UUID] = frozenset()


def active_apps(now: datetime) -> list[UUID]:
    """Apps with traffic in the last 30 days, or whose dashboard was opened in the last day."""
    return _apps(_ACTIVE, now)


def changed_apps(now: datetime, *, shard: int = 0, shards: int = 1) -> list[UUID]:
    """Active apps with data that has changed since they were warmed.

    The app that was warmed longest ago comes first. So each has its turn if time is short.
    """
    return _apps(_CHANGED, now, shard=shard, shards=shards)


def _apps(statement: str, now: datetime, **params: int) -> list[UUID]:
    period = {"lately": now - opened_zones.LATELY, "day": (now - TRAFFIC).date()}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(is_active=_is_active()), {**period, **params})
        return [app_id for (app_id,) in cursor.fetchall()]


def questions(app_id: UUID, zone: str, now: datetime) -> Iterator[Question]:
    """The questions of a dashboard without filters, for each named range."""
    for name in RANGES:
        query = SummaryQuery(
            app_id,
            start_of_range(name, now, zone),
            zone=zone,
            group_by="hour" if name == "24h" else "day",
            previous=previous_of_range(name, now, zone),
        )
        for summary in summaries.registered():
            yield summary, summary.narrowed(query)


def warm(app_ids: Collection[UUID], *, within: float = float("inf")) -> Warmed:
    """Compute the answers of these apps that are absent or of changed data. Renew the others.

    `within`: after so many seconds no further computation begins. The next call does the rest.
    """
    if not app_ids:
        return Warmed()
    began = time.monotonic()
    asked = all_questions(app_ids, clock.now())
    freshness = freshness_of(app_ids)
    missing = store.renew(asked, freshness)
    renewed, computed = len(asked) - len(missing), 0
    apps_missing = list(dict.fromkeys(query.app_id for _, query in missing))
    done = set(app_ids) - set(apps_missing)
    for first in range(0, len(apps_missing), APPS_AT_ONCE):
        if redis_client.breaker.is_open or time.monotonic() - began > within:
            break
        with one_moment():
            mine = lock_warming(apps_missing[first : first + APPS_AT_ONCE])
            computed += len(compute([q for q in missing if q[1].app_id in mine]))
        done |= mine
    if redis_client.breaker.is_open:
        done = set()
    versions.note_warmed({app_id: freshness.versions[app_id] for app_id in done})
    return Warmed(computed, renewed, frozenset(done))


def all_questions(app_ids: Collection[UUID], now: datetime) -> list[Question]:
    """What is kept warm of these apps."""
    zones = opened_zones.zones_of(app_ids, now)
    return list(
        dict.fromkeys(
            question
            for app_id in app_ids
            for zone in sorted(zones[app_id])
            for moment in (now, now + AHEAD)
            for question in questions(app_id, zone, moment)
        )
    )
