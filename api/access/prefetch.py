"""Prefetch: one round trip to Redis for all that a request for a warm answer needs.

It counts the request for the address and for the caller, and reads who asks and the answer. If all
of it is there and fresh, the answer is a hit. Else the request goes on. What was counted is not
counted again, and what was read is not read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import time
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest
from limits import RateLimitItem
from redis.commands.core import Script

from api.access import counters
from api.access.counters import COUNT
from api.access.credential_cache import (
    FRESH,
    GENERATION,
    LOGGED_OUT,
    CachedCredential,
    Credential,
    read,
)
from rollups.cache import store
from rollups.cache.store import Stored
from rollups.servers.breaker import ServerAway
from rollups.servers.redis_client import ask, client


class _Said(NamedTuple):
    """What prefetch.lua returns. It ends after the first, if that is None."""

    address_is_within: int | None
    user: bytes | None = None
    user_is_within: int | None = None
    fields: Sequence[bytes | None] = ()
    generation: bytes | None = None
    answer: Sequence[bytes | None] = ()
    left: int = 0


@dataclass(frozen=True)
class Prefetched:
    """What Redis said.

    `counted`: the keys of each counter that has counted the request, and whether the request is
    within the limit. `credential`: without the entries of other apps; None: it was not read.
    `stored`: the entry of `key`; None: there is none. `user_id`: of who asks, if the request is
    within both limits and the user sees the app; None also if PostgreSQL has to say so.
    """

    counted: Mapping[tuple[str, ...], bool] = field(default_factory=dict)
    credential: CachedCredential | None = None
    key: str = ""
    stored: Stored | None = None
    user_id: int | None = None


_NOTHING = Prefetched()


def prefetch(request: HttpRequest, credential: Credential, app_id: UUID, key: str) -> Prefetched:
    """Ask Redis for what a hit needs, if this credential asks for the entry `key` of an app.

    The caller is counted only if the credential's entry is fresh. Else PostgreSQL has to say first
    who it is. While Redis is away, nothing is prefetched.
    """
    address, who, app = counters.counted_address(request), credential.key, str(app_id)
    try:
        said = _ask(address, who, credential.kind, app, key)
    except ServerAway:
        return _NOTHING
    counted: dict[tuple[str, ...], bool] = {("address", address): bool(said.address_is_within)}
    if said.user is not None:
        counted[credential.kind, said.user.decode()] = bool(said.user_is_within)
    found = Prefetched(counted)
    if said.address_is_within:
        names = (b"user", app.encode(), LOGGED_OUT)
        fields = zip(names, said.fields, strict=True)
        entries = {name: value for name, value in fields if value is not None}
        cached = CachedCredential(who, entries, said.generation)
        sees = said.user_is_within and cached.fresh("user") and cached.fresh(app)
        user_id = int(said.user) if said.user and sees else None
        found = Prefetched(counted, cached, key, store.stored_of(said.answer, said.left), user_id)
    request.prefetched = found  # type: ignore[attr-defined]
    return found


def _ask(address: str, who: str, kind: str, app: str, key: str) -> _Said:
    limit = counters.requests()
    keys = [*counters.keys_of(limit, "address", address), who, GENERATION, key]
    args: list[str | bytes | float] = [
        limit.amount,
        limit.get_expiry(),
        time(),
        FRESH,
        *counters.keys_of(limit, kind, "*"),
        app,
        LOGGED_OUT,
        *store.FIELDS,
    ]
    return _Said(*ask(lambda redis: _script()(keys, args, client=redis)))


@cache
def _script() -> Script:
    """`prefetch.lua`, after the script that counts, as a function."""
    text = (Path(__file__).parent / "prefetch.lua").read_text()
    return client().register_script(f"local function count(KEYS, ARGV)\n{COUNT}\nend\n{text}")


def credential_for(request: HttpRequest, credential: Credential) -> CachedCredential:
    """The credential with its entries: prefetched, or read now."""
    key, found = credential.key, _prefetched(request).credential
    return found if found is not None and found.key == key else read(key)


def entry_for(request: HttpRequest, key: str) -> Stored | None:
    """The entry of an answer: prefetched, or fetched now."""
    found = _prefetched(request)
    return found.stored if found.key == key else store.fetch(key)


def seconds_refused(request: HttpRequest, limit: RateLimitItem, *who: str) -> int | None:
    """As in `counters`, but a counter that has counted this request does not count it again."""
    is_within = _prefetched(request).counted.get(who)
    if is_within is None:
        return counters.seconds_refused(limit, *who)
    return None if is_within else counters.seconds_to_wait(limit, *who)


def _prefetched(request: HttpRequest) -> Prefetched:
    found: Prefetched = getattr(request, "prefetched", _NOTHING)
    return found
