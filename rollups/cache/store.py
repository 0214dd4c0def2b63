"""Finished answers in Redis. Each is one hash, an entry.

An entry is fresh for its TTL. It is kept for LIFE: an entry that is no longer fresh is given while
PostgreSQL is away. The time that Redis has left for the key tells the entry's age, so two machines'
clocks are never compared. (`api.access.credential_cache` says why it does this in another way.)

Redis limits the memory, by `maxmemory` and `maxmemory-policy volatile-lru`. At the limit it evicts
keys that have a TTL, first the key that was not used for longest. Warm entries stay, because each
warming uses them. Keys without a TTL stay: `who:generation`, and the messages of a broker.

While Redis is away, nothing is found and nothing is stored. The store is written by hand, because
Django's cache has a single TTL for a value and no write that depends on a version.
"""

import gzip
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from random import uniform
from typing import Any

import orjson
from redis import Redis
from redis.client import Pipeline
from redis.commands.core import Script

from rollups.changes.freshness import Freshness
from rollups.reading.query import Filters, SummaryQuery
from rollups.reading.snapshot import Summary
from rollups.servers.breaker import ServerAway
from rollups.servers.redis_client import ask, client

FIELDS = ("body", "etag", "as_of", "ttl")  # of an entry, for `stored_of`
LIFE = 24 * 3600  # seconds
_JITTER = 1 / 6  # of the TTL, added or taken away, so that entries do not expire together
_LEVEL = 6  # of gzip. Level 9 takes twice the time, and saves one byte in a hundred.
_HERE = Path(__file__).parent

Question = tuple[Summary, SummaryQuery]


@dataclass(frozen=True)
class Entry:
    """A finished answer: its JSON body, gzipped, and its ETag.

    as_of: the answer holds every change up to this moment. None before the first backfill.
    """

    gzipped: bytes
    etag: str
    as_of: datetime | None

    @classmethod
    def of(cls, content: object, as_of: datetime | None) -> "Entry":
        return cls.of_body(orjson.dumps(content), as_of)

    @classmethod
    def of_body(cls, body: bytes, as_of: datetime | None) -> "Entry":
        return cls(gzip.compress(body, _LEVEL, mtime=0), etag_of(body), as_of)


def etag_of(body: bytes) -> str:
    """It is weak, because clients get the same body with or without gzip."""
    return f'W/"{_hash(body)}"'


@dataclass(frozen=True)
class Other:
    """What the cache holds for a question that it cannot renew: an entry of another version.

    `version` 0 and an empty `etag`: no entry.
    """

    version: int
    etag: str


@dataclass(frozen=True)
class Stored:
    entry: Entry
    is_fresh: bool


def key_of(summary: Summary, query: SummaryQuery) -> str:
    """`<key of the summary>:<app id>:<range hash>:<filter hash>`.

    The range hash holds the release, because another release may give the answer another shape.
    """
    previous = query.previous if summary.compares else None
    asked = _hash_of_range(query.start, query.end, query.zone, query.group_by, previous)
    return f"{summary.key}:{query.app_id}:{asked}:{_hash_of_filters(query.filters)}"


# A warming asks all apps for the same ranges.
@lru_cache(maxsize=1000)
def _hash_of_range(*asked: Hashable) -> str:
    return _hash((_release(), *asked))


@lru_cache(maxsize=1000)
def _hash_of_filters(filters: Filters) -> str:
    return _hash(filters.values)


def fetch(key: str) -> Stored | None:
    """The entry, whether or not it is fresh. None if there is none or Redis is away."""
    try:
        return stored_of(*ask(lambda redis: _read(redis, key)))
    except ServerAway:
        return None


def stored_of(fields: Sequence[Any], left: int) -> Stored | None:
    """The entry with these FIELDS, whose key lives for `left` milliseconds. None: it is absent."""
    body, etag, as_of, ttl = fields
    if body is None:
        return None
    moment = datetime.fromisoformat(as_of.decode()) if as_of else None
    is_fresh = left > LIFE * 1000 - int(ttl)
    return Stored(Entry(body, etag.decode(), moment), is_fresh)


def _read(redis: Redis, key: str) -> tuple[list[Any], int]:
    """The fields of the entry, and the milliseconds that are left for its key: one round trip.

    MULTI, because an entry that replaces this one between the two reads would lend it its age.
    """
    both = redis.pipeline(transaction=True)
    both.hmget(key, FIELDS)
    both.pttl(key)
    fields, left = both.execute()
    return fields, left


def put(entries: Sequence[tuple[Question, Entry]], freshness: Freshness) -> None:
    """Store entries. They were computed from the data that `freshness` describes, or from newer.

    An entry of a newer version is not replaced: it was computed after a refresh, ours before it.
    """
    pipeline = client().pipeline(transaction=False)
    for question, entry in entries:
        summary, _ = question
        ttl = round(summary.ttl * uniform(1 - _JITTER, 1 + _JITTER) * 1000)
        _store(pipeline, question, entry.etag, freshness, ttl, entry.gzipped)
    with suppress(ServerAway):
        ask(lambda redis: pipeline.execute())


def put_bodies(
    bodies: Sequence[tuple[Question, bytes]],
    others: Mapping[Question, Other],
    freshness: Freshness,
) -> None:
    """Store answers as `put` does. `others`: what the cache held before, as `renew` said.

    If the body there is the same, the entry gets only the new version and `as_of`.
    """
    pipeline = client().pipeline(transaction=False)
    changed, unchanged = [], []
    for question, body in bodies:
        etag = etag_of(body)
        if etag == others[question].etag:
            unchanged.append((question, body))
            _store(pipeline, question, etag, freshness)
        else:
            changed.append((question, Entry.of_body(body, freshness.as_of)))
    with suppress(ServerAway):
        gone = ask(lambda redis: pipeline.execute()) if unchanged else []
        changed += [
            (question, Entry.of_body(body, freshness.as_of))
            for (question, body), is_gone in zip(unchanged, gone, strict=True)
            if is_gone
        ]
    if changed:
        put(changed, freshness)


def _store(
    pipeline: Pipeline, question: Question, etag: str, freshness: Freshness, *body: int | bytes
) -> None:
    """`body`: the ttl in milliseconds and the gzipped body; or nothing: it is there already."""
    summary, query = question
    _script("store")(
        keys=[key_of(summary, query)],
        args=[
            *(freshness.versions[query.app_id], etag, _text(freshness.as_of), LIFE * 1000),
            *body,
        ],
        client=pipeline,
    )


def renew(questions: Sequence[Question], freshness: Freshness) -> dict[Question, Other]:
    """Prolong the entries of their app's current version. Return the other questions, and what the
    cache holds for them. Questions of one app stand together."""
    grouped = groupby(questions, key=lambda question: question[1].app_id)
    by_app = {app_id: list(of_app) for app_id, of_app in grouped}
    script = _script("renew")
    pipeline = client().pipeline(transaction=False)
    for app_id, of_app in by_app.items():
        script(
            keys=[key_of(*question) for question in of_app],
            args=[freshness.versions[app_id], _text(freshness.as_of), LIFE * 1000],
            client=pipeline,
        )
    try:
        results = ask(lambda redis: pipeline.execute())
    except ServerAway:
        return dict.fromkeys(questions, Other(0, ""))
    return {
        of_app[number - 1]: Other(int(version), etag.decode())
        for of_app, others in zip(by_app.values(), results, strict=True)
        for number, version, etag in others
    }


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _hash(value: object) -> str:
    raw = value if isinstance(value, bytes) else repr(value).encode()
    return blake2b(raw, digest_size=16).hexdigest()


@cache
def _release() -> str:
    """A hash of the code and of the definitions that answers come from."""
    files = sorted(path for path in _HERE.parent.rglob("*") if path.suffix in {".py", ".sql"})
    return _hash(b"\0".join(path.read_bytes() for path in files))


@cache
def _script(name: str) -> Script:
    return client().register_script((_HERE / f"{name}.lua").read_text())
