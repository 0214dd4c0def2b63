"""The checks that are asked for: whether this process can serve, and whether all is well."""

from collections.abc import Callable, Iterator
from functools import cache

import redis
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from kombu.exceptions import OperationalError

from rollups.health import state
from rollups.health.checks import Check, check, of_state
from rollups.health.servers import EVICTION, read_broker, read_cache, read_workers
from rollups.servers.breaker import ServerAway


def ready() -> list[Check]:
    """What this process needs to answer: PostgreSQL and a migrated schema.

    The cache is told of as well, but answers come without it.
    """
    return [_migrated(_kind), _cache()]


def can_serve(checks: list[Check]) -> bool:
    return all(one.ok for one in checks if one.name != "cache")


def everything() -> Iterator[Check]:
    """Every check there is; those that the database cannot tell of are left out if it is away."""
    yield (database := _migrated(_message))
    if database.ok:
        try:
            yield from of_state(state.read())
        except (ServerAway, Error) as error:
            yield _database_failed(_message(error))
    yield _cache()
    yield from _celery()


def _migrated(tell: Callable[[Exception], str]) -> Check:
    try:
        with state.bounded():
            applied = MigrationRecorder(connection).applied_migrations()
    except (ServerAway, Error) as error:
        return _database_failed(tell(error))
    missing = sorted(f"{app}.{name}" for app, name in _migrations() - applied.keys())
    if not missing:
        return Check("database", True, "answers, migrated")
    more = f" and {len(missing) - 1} more" if missing[1:] else ""
    value = f"not migrated: {missing[0]}{more}"
    return Check("database", False, value, "Run manage.py migrate.")


@cache
def _migrations() -> set[tuple[str, str]]:
    """Those that the code has: read from disk once."""
    return set(MigrationLoader(None).disk_migrations)


def _kind(error: Exception) -> str:
    """For /readyz, which asks for no login: a message may name hosts and roles."""
    return type(error.__cause__ or error).__name__


def _message(error: Exception) -> str:
    return str(error.__cause__ or error).partition("\n")[0]


def _database_failed(why: str) -> Check:
    return Check(
        "database",
        False,
        f"does not answer: {why}",
        "Start PostgreSQL, and see that DATABASE_URL is right and leads to it. Until then, stored "
        "answers are given, marked stale, and nothing that PeerMetrics writes is lost.",
    )


def _cache() -> Check:
    try:
        found = read_cache()
    except ServerAway:
        return Check(
            "cache",
            False,
            "does not answer",
            "Start the Redis of REDIS_URL. Until then, answers come from PostgreSQL, and slower.",
        )
    limit = f", maxmemory-policy {found.policy}" if found.maxmemory else ", without maxmemory"
    return check(
        "cache",
        found.is_bounded,
        f"{found.keys} keys, {found.memory}{'' if found.is_bounded else limit}",
        f"Set maxmemory (256mb, for example) and maxmemory-policy {EVICTION} in the redis.conf of "
        "REDIS_URL. At once: redis-cli CONFIG SET. Without them, new questions fill the server's "
        "memory; or it stops storing at its limit, or evicts keys that must stay.",
    )


def _celery() -> Iterator[Check]:
    """The broker, and the workers, who are asked through it."""
    try:
        messages = read_broker()
        yield Check("broker", True, f"{messages} messages wait")
        workers = read_workers()
    except (redis.RedisError, OperationalError):
        yield Check(
            "broker",
            False,
            "does not answer",
            "Start the Redis of CELERY_BROKER_URL. Until then nothing is refreshed; what "
            "PeerMetrics writes is queued in PostgreSQL.",
        )
        return
    yield check(
        "workers",
        bool(workers),
        ", ".join(workers) or "none answers",
        "Start one: celery -A proj worker --without-gossip --without-mingle.",
    )
