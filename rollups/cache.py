"""Answers in Redis: finished bytes under one key, built from the query alone.

Warmer and view build the key from equal queries, so what is warmed is what is asked for. Redis is
never waited for long: each command has 0.25 s and one attempt, and after a failure none is sent
for some seconds; answers then come from PostgreSQL.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import cast

import orjson

from rollups.breaker import ServerAway
from rollups.freshness import as_of
from rollups.query import SummaryQuery
from rollups.redis_client import ask
from rollups.summaries import Summary

_JITTER = 1 / 6  # of the TTL, either way, so that keys do not expire together


@dataclass(frozen=True)
class Answer:
    """A finished answer: JSON bytes, their ETag, the moment they are true of (None: before the
    first backfill), and whether the cache had it: hit, miss or bypass."""

    body: bytes
    etag: str
    as_of: datetime | None
    outcome: str


def key_of(summary: Summary, query: SummaryQuery) -> str:
    """For example `conf_summary:<app id>:<range hash>:<filter hash>`."""
    asked = (query.start, query.end, query.zone, query.group_by)
    return f"{summary.key}:{query.app_id}:{_hash(asked)}:{_hash(query.filters.values)}"


def cached_summary(summary: Summary, query: SummaryQuery, *, bypass: bool = False) -> Answer:
    """The answer from the cache, or computed and stored; with `bypass`, always computed."""
    return cached_summaries([(summary, query)], bypass=bypass)[0]


def cached_summaries(
    asked: Sequence[tuple[Summary, SummaryQuery]], *, bypass: bool = False
) -> list[Answer]:
    """The answers to several questions, by one command to Redis."""
    if bypass:
        return [store_summary(summary, query, "bypass") for summary, query in asked]
    stored = _load([key_of(summary, query) for summary, query in asked])
    return [
        answer or store_summary(summary, query)
        for answer, (summary, query) in zip(stored, asked, strict=True)
    ]


def store_summary(summary: Summary, query: SummaryQuery, outcome: str = "miss") -> Answer:
    """Compute the answer and store it, whether or not the cache has one."""
    moment = as_of()
    body = orjson.dumps(summary.compute(query))
    answer = Answer(body, f'"{_hash(body)}"', moment, outcome)
    _store(key_of(summary, query), answer, summary.ttl)
    return answer


def joined(parts: Mapping[str, Answer]) -> Answer:
    """One answer made of several, by their names: as old as the oldest, and a hit if all are."""
    bodies = b",".join(b'"%s":%s' % (name.encode(), part.body) for name, part in parts.items())
    etag = f'"{_hash("".join(part.etag for part in parts.values()))}"'
    moments = [part.as_of for part in parts.values()]
    as_of_all = None if None in moments else min(moment for moment in moments if moment)
    outcomes = {part.outcome for part in parts.values()}
    outcome = next(o for o in ("bypass", "miss", "hit") if o in outcomes)
    return Answer(b"{" + bodies + b"}", etag, as_of_all, outcome)


def _hash(value: object) -> str:
    raw = value if isinstance(value, bytes) else repr(value).encode()
    return blake2b(raw, digest_size=16).hexdigest()


def _load(keys: list[str]) -> list[Answer | None]:
    try:
        stored = cast("list[bytes | None]", ask(lambda redis: redis.mget(keys)))
    except ServerAway:
        return [None] * len(keys)
    return [None if entry is None else _read(entry) for entry in stored]


def _read(stored: bytes) -> Answer:
    head, _, body = stored.partition(b"\n")
    etag, moment = orjson.loads(head)
    return Answer(body, etag, moment and datetime.fromisoformat(moment), "hit")


def _store(key: str, answer: Answer, ttl: int) -> None:
    stored = orjson.dumps([answer.etag, answer.as_of]) + b"\n" + answer.body
    jittered = round(ttl * random.uniform(1 - _JITTER, 1 + _JITTER) * 1000)
    try:
        ask(lambda redis: redis.set(key, stored, px=jittered))
    except ServerAway:
        return
