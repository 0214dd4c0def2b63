"""What the cache holds of an app: each entry without its answer, for people who trace a number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rollups.cache.store import LIFE
from rollups.servers.redis_client import ask


@dataclass(frozen=True)
class Held:
    """An entry. `version`: that of the app's data. `as_of`: the moment it is true of; None: before
    the first backfill. `age`: seconds since it was stored or renewed, by the clock of Redis."""

    key: str
    version: int
    as_of: datetime | None
    age: float
    is_fresh: bool


def held(keys: Sequence[str]) -> dict[str, Held]:
    """The entries of these keys that are there. Raise ServerAway if Redis does not answer."""
    pipeline = ask(lambda redis: redis.pipeline(transaction=False))
    for key in keys:
        pipeline.hmget(key, ["version", "as_of", "ttl"])
        pipeline.pttl(key)
    replies = ask(lambda redis: pipeline.execute())
    entries = {}
    for key, (version, as_of, ttl), left in zip(keys, replies[::2], replies[1::2], strict=True):
        if version is not None:
            moment = datetime.fromisoformat(as_of.decode()) if as_of else None
            age = LIFE * 1000 - left  # milliseconds
            entries[key] = Held(key, int(version), moment, age / 1000, age < int(ttl))
    return entries


def unwarmed(app_id: UUID, warm: Collection[str]) -> list[Held]:
    """The app's entries that are not `warm`, the oldest first. Raise ServerAway as above.

    It looks at every key of the cache.
    """
    found = ask(lambda redis: [*redis.scan_iter(f"*:{app_id}:*", count=1000)])
    keys = {key.decode() for key in found} - {*warm}
    return sorted(held(sorted(keys)).values(), key=lambda one: -one.age)
