"""Finished answers in Redis: one hash for each, read and written by one command.

An entry outlives its time: it counts as fresh for its TTL, and is kept for LIFE, to be given where
PostgreSQL is away. Its age is told by Redis alone, from what is left of its life, so that no two
machines' clocks are compared. Entries that nobody warms are bounded in number for each app.

Where Redis is away, nothing is found and nothing stored.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from random import uniform
from typing import cast

import orjson
from redis.commands.core import Script

from rollups.changes.freshness import Freshness
from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Summary
from rollups.servers.breaker import ServerAway
from rollups.servers.redis_client import ask, client

LIFE = 24 * 3600  # seconds
MOST_UNWARMED = 500  # entries of an app
_JITTER = 1 / 6  # of the TTL, either way, so that entries do not expire together
_HERE = Path(__file__).parent

Question = tuple[Summary, SummaryQuery]


@dataclass(frozen=True)
class Entry:
    """A finished answer: its JSON body, gzipped, its ETag, and the moment it is true of (None:
    before the first backfill)."""

    gzipped: bytes
    etag: str
    as_of: datetime | None

    @classmethod
    def of(cls, content: object, as_of: datetime | None) -> "Entry":
        body = orjson.dumps(content)
        # Weak: the body is the same, its coding is the client's choice.
        return cls(gzip.compress(body, mtime=0), f'W/"{_hash(body)}"', as_of)


@dataclass(frozen=True)
class Stored:
    entry: Entry
    is_fresh: bool


def key_of(summary: Summary, query: SummaryQuery) -> str:
    """`<key of the summary>:<app id>:<range hash>:<filter hash>`.

    An answer is asked for by the same release that stored it: another may shape it differently.
    """
    previous = query.previous if summary.compares else None
    asked = (_release(), query.start, query.end, query.zone, query.group_by, previous)
    return f"{summary.key}:{query.app_id}:{_hash(asked)}:{_hash(query.filters.values)}"


def fetch(key: str) -> Stored | None:
    try:
        found = ask(lambda redis: _script("fetch")(keys=[key], client=redis))
    except ServerAway:
        return None
    body, etag, as_of, ttl, left = cast("tuple[bytes | None, bytes, bytes, bytes, int]", found)
    if body is None:
        return None
    moment = datetime.fromisoformat(as_of.decode()) if as_of else None
    is_fresh = left > LIFE * 1000 - int(ttl)
    return Stored(Entry(body, etag.decode(), moment), is_fresh)


def put(entries: Sequence[tuple[Question, Entry]], freshness: Freshness, *, warmed: bool) -> None:
    """Write entries that were computed from what `freshness` tells of, or from fresher data.

    None replaces an entry of a newer version: it was computed before a refresh, and this one after.
    """
    script = _script("store")
    try:
        with_pipeline = ask(lambda redis: redis.pipeline(transaction=False))
        for (summary, query), entry in entries:
            ttl = round(summary.ttl * uniform(1 - _JITTER, 1 + _JITTER) * 1000)
            script(
                keys=[key_of(summary, query), f"unwarmed:{query.app_id}"],
                args=[
                    freshness.versions[query.app_id],
                    entry.gzipped,
                    entry.etag,
                    _text(entry.as_of),
                    ttl,
                    LIFE * 1000,
                    0 if warmed else MOST_UNWARMED,
                ],
                client=with_pipeline,
            )
        ask(lambda redis: with_pipeline.execute())
    except ServerAway:
        return


def renew(questions: Sequence[Question], freshness: Freshness) -> list[Question]:
    """Let the answers live on that are of their app's present version; give the other questions.

    The questions are given app by app.
    """
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
        return list(questions)
    return [
        of_app[number - 1]
        for of_app, others in zip(by_app.values(), results, strict=True)
        for number in others
    ]


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _hash(value: object) -> str:
    raw = value if isinstance(value, bytes) else repr(value).encode()
    return blake2b(raw, digest_size=16).hexdigest()


@cache
def _release() -> str:
    """What the code and the definitions that answers come from are."""
    files = sorted(path for path in _HERE.parent.rglob("*") if path.suffix in {".py", ".sql"})
    return _hash(b"\0".join(path.read_bytes() for path in files))


@cache
def _script(name: str) -> Script:
    return client().register_script((_HERE / f"{name}.lua").read_text())
