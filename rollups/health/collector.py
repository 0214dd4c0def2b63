"""Gauges of the state of the servers: read whenever Prometheus asks."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import redis
from django.db import Error
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from rollups.health import state
from rollups.health.servers import Cache, read_broker, read_cache
from rollups.health.state import State
from rollups.servers.breaker import ServerAway

T = TypeVar("T")


class _Gauge(NamedTuple):
    """A number of the state. If it is None, the sample is left out."""

    name: str
    help: str
    value: Callable[[State], float | None]


_GAUGES = [
    _Gauge("rollups_queue_rows", "Rows of the change queue.", lambda s: s.queue_rows),
    _Gauge(
        "rollups_queue_oldest_seconds",
        "Age of the oldest row of the change queue; 0 where it is empty.",
        lambda s: s.age(s.queued_at),
    ),
    _Gauge(
        "rollups_lag_seconds",
        "How far answers read now are behind; none before the first backfill.",
        lambda s: s.age(s.as_of) if s.as_of else None,
    ),
    _Gauge(
        "rollups_pending_backfill_days",
        "Days of apps that are still to be built.",
        lambda s: s.pending_days,
    ),
    _Gauge(
        "rollups_capture_on",
        "1 if every trigger on PeerMetrics' tables is there and enabled.",
        lambda s: not s.absent_triggers,
    ),
    _Gauge(
        "rollups_oldest_transaction_seconds",
        "Age of the oldest transaction that keeps dead rows from being removed; 0: none.",
        lambda s: s.age(s.oldest_transaction),
    ),
    _Gauge(
        "rollups_beat_silent_seconds",
        "Time since beat last sent a task; none if it never did.",
        lambda s: s.age(s.beat_at) if s.beat_at else None,
    ),
    _Gauge(
        "rollups_missed_changes",
        "Changes that a trigger failed to queue, since the installation.",
        lambda s: s.missed,
    ),
    _Gauge(
        "rollups_missed_changes_pending",
        "Those of them that the audit has not mended yet.",
        lambda s: s.missing,
    ),
    _Gauge(
        "rollups_raw_columns_missing",
        "Tables and columns of PeerMetrics that are read, and are not there or may not be read.",
        lambda s: len(s.absent_columns),
    ),
    _Gauge(
        "rollups_audit_differences",
        "Differences that the audit's rounds that go on and the ones before found, and repaired.",
        lambda s: sum(one.differences + one.last_differences for one in s.rounds.values()),
    ),
]


class StateCollector(Collector):
    """The gauges of the servers. Each may be away: see `rollups_database_up` and the like."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = _unless_away(state.read)
        yield _up("database", "PostgreSQL", found is not None)
        cache = _unless_away(read_cache)
        yield _up("cache", "the Redis of REDIS_URL", cache is not None)
        yield _bounded(cache)
        yield _up("broker", "the Redis of CELERY_BROKER_URL", _unless_away(read_broker) is not None)
        for one in _GAUGES:
            gauge = GaugeMetricFamily(one.name, one.help)
            value = one.value(found) if found else None
            if value is not None:
                gauge.add_metric([], value)
            yield gauge
        yield _silences(found)
        yield from _rounds(found)


def _silences(found: State | None) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(
        "rollups_task_silent_seconds", "Time since a task last finished.", labels=["task"]
    )
    if found:
        for run in found.runs():
            gauge.add_metric([run.task], found.age(run.finished_at))
    return gauge


def _rounds(found: State | None) -> Iterator[GaugeMetricFamily]:
    days = GaugeMetricFamily(
        "rollups_audit_days", "Days of apps that the audit's round has looked at.", labels=["round"]
    )
    age = GaugeMetricFamily(
        "rollups_audit_age_seconds",
        "Time since a round of the audit last ended; before the first has, since it began.",
        labels=["round"],
    )
    if found:
        for round_ in found.rounds.values():
            days.add_metric([round_.kind], round_.days)
            age.add_metric([round_.kind], found.age(round_.seen_at))
    yield days
    yield age


def _up(name: str, server: str, up: bool) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"rollups_{name}_up", f"1 if {server} answers.", value=up)


def _bounded(cache: Cache | None) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(
        "rollups_cache_bounded", "1 if Redis limits the cache: it has maxmemory and volatile-lru."
    )
    if cache:
        gauge.add_metric([], cache.is_bounded)
    return gauge


def _unless_away(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (ServerAway, Error, redis.RedisError):
        return None
