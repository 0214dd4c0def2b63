"""Warming: it stores the answers of the dashboard before the dashboard asks.

If the data of an app has changed, its answers are computed, from shared reads. Otherwise they are
renewed: the body stays, `as_of` is now, and the entry lives for LIFE from now.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from math import inf
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rollups import clock
from rollups.cache import opened_zones, store
from rollups.cache.compute import one_moment, rewarm
from rollups.cache.store import Other, Question
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
QUARTER = timedelta(minutes=15)
EXPENSIVE = 0.25  # seconds of a processor that the last warming of an app took
SECONDS_OF_STEP = 0.5  # of an expensive app. Then others have their turn, if they wait.
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


# What the last warming of each app took in this process, in seconds of a processor. (Several apps
# wait for the same rows. So time that is waited belongs to none.)
_took: dict[UUID, float] = {}


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


def warm(
    app_ids: Collection[UUID],
    *,
    within: float = inf,
    others_wait: Callable[[], bool] = lambda: False,
) -> Warmed:
    """Compute the answers of these apps that are absent or of changed data. Renew the others.

    `within`: after so many seconds no further computation begins. If `others_wait`, expensive apps
    are left unfinished. In both cases the next call does the rest, the oldest answers first.
    """
    if not app_ids:
        return Warmed()
    end = time.monotonic() + within
    asked = all_questions(app_ids, clock.now())
    freshness = freshness_of(app_ids)
    others = store.renew(asked, freshness)
    of_apps: defaultdict[UUID, dict[Question, Other]] = defaultdict(dict)
    for question, other in others.items():
        of_apps[question[1].app_id][question] = other
    cheap, expensive = _by_cost(of_apps)
    for first in range(0, len(cheap), APPS_AT_ONCE):
        some = cheap[first : first + APPS_AT_ONCE]
        _took.update(_compute({one: of_apps[one] for one in some}, end, inf))
    for app_id in expensive:
        _took[app_id] = _compute_in_steps(app_id, of_apps[app_id], end, others_wait)
    left = {app_id for app_id, missing in of_apps.items() if missing}
    computed = len(others) - sum(map(len, of_apps.values()))
    if redis_client.breaker.is_open:
        return Warmed(computed, len(asked) - len(others))
    done = set(app_ids) - left
    versions.note_warmed({app_id: freshness.versions[app_id] for app_id in done})
    return Warmed(computed, len(asked) - len(others), frozenset(done))


def _by_cost(app_ids: Collection[UUID]) -> tuple[list[UUID], list[UUID]]:
    """The cheap apps, and the expensive ones. Of these, the cheapest come first."""
    expensive = sorted((_took[one], one) for one in app_ids if _took.get(one, 0) > EXPENSIVE)
    return [one for one in app_ids if _took.get(one, 0) <= EXPENSIVE], [one for _, one in expensive]


def _compute_in_steps(
    app_id: UUID, missing: dict[Question, Other], end: float, others_wait: Callable[[], bool]
) -> float:
    """Compute an expensive app's answers, until others wait. Return the seconds that it takes."""
    took = 0.0
    while missing:
        step = _compute({app_id: missing}, end, SECONDS_OF_STEP)
        took += sum(seconds for _, seconds in step)
        if not step or (missing and others_wait()):
            return max(took, _took[app_id])
    return took


def _compute(
    of_apps: Mapping[UUID, dict[Question, Other]], end: float, most: float
) -> list[tuple[UUID, float]]:
    """Compute these answers from one snapshot, and take them off. Return what each took.

    Of each app no further answer is computed after `most` seconds, and none at all after `end`, by
    the monotonic clock, or while Redis is away. An app that another process warms is left out.
    """
    if redis_client.breaker.is_open or time.monotonic() > end:
        return []
    took, began = [], time.thread_time()
    with one_moment():
        mine = lock_warming(of_apps.keys())
        for app_id, answered in rewarm({one: of_apps[one] for one in of_apps if one in mine}, most):
            for question in answered:
                del of_apps[app_id][question]
            took.append((app_id, time.thread_time() - began))
            began = time.thread_time()
    return took


def all_questions(app_ids: Collection[UUID], now: datetime) -> list[Question]:
    """What is kept warm of these apps."""
    zones = opened_zones.zones_of(app_ids, now)
    # Ranges begin at full hours of a zone. All zones differ by whole quarters of an hour.
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    moments = [now] if now + AHEAD < quarter + QUARTER else [now, now + AHEAD]
    return list(
        dict.fromkeys(
            question
            for app_id in app_ids
            for zone in sorted(zones[app_id])
            for moment in moments
            for question in questions(app_id, zone, moment)
        )
    )
