"""What PostgreSQL said about a credential, kept in Redis. So a warm answer needs no PostgreSQL.

An entry is used as it is for 10 s. After that PostgreSQL is asked again. If PostgreSQL is away, the
entry is used for one hour more. Refusals are never kept.

`rollups.cache.store` has the same idea (fresh for a time, kept for longer), but another form. A
request must read all entries of a credential by one command, before it knows the app. So they are
fields of one hash. Fields have no life of their own in Redis, so each holds the time it was
written, and its age is told by our clock. An answer is one key, and Redis tells its age.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from math import inf
from time import time
from typing import Any, NamedTuple, TypeVar, cast
from uuid import uuid4

import orjson
import redis
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from rollups.servers.breaker import ServerAway
from rollups.servers.database import asked, patience
from rollups.servers.redis_client import ask

FRESH = 10  # seconds: PostgreSQL is not asked again
KEPT = FRESH + 3600  # seconds: the entry is used while PostgreSQL is away
PATIENCE = 2  # seconds to wait for PostgreSQL
GENERATION = "who:generation"  # changes with any user: entries of older generations are void
# A field of a session that ended. Its key never comes back, so nothing of it is used any more.
LOGGED_OUT = b"logged out"
_SALT = "api.remembered"  # if it changes, processes of two releases do not see each other's logouts

T = TypeVar("T")


class CachedCredential:
    """The entries of one credential, by name.

    They are one hash in Redis, `key`. `found`: its fields; `generation`: the value of GENERATION;
    both as Redis holds them.
    """

    def __init__(self, key: str, found: Mapping[bytes, bytes], generation: bytes | None) -> None:
        self.key = key
        self._found = {} if LOGGED_OUT in found else found
        self._generation = (generation or b"").decode()

    def fresh(self, name: str) -> Any:
        """The entry of this name, if it is to be used as it is. Else None."""
        age, value = self._entry(name)
        return value if 0 <= age < FRESH else None

    def recall(self, name: str, verify: Callable[[], T]) -> T:
        """The entry of this name, or else the result of `verify`, which asks PostgreSQL.

        A falsy result or an exception of `verify` is a refusal. Raise ServerAway if PostgreSQL is
        away and there is no entry.
        """
        age, value = self._entry(name)
        if 0 <= age < FRESH:
            return cast("T", value)
        moment = time()
        try:
            with asked(), patience(PATIENCE):
                verified = verify()
        except ServerAway:
            if age < KEPT:
                return cast("T", value)
            raise
        except Exception:
            self._forget(name)
            raise
        if verified:
            self._keep(name, moment, verified)
        else:
            self._forget(name)
        return verified

    def _entry(self, name: str) -> tuple[float, Any]:
        """Its age in seconds, and its value. The age is infinite if there is none."""
        entry = self._found.get(name.encode())
        if entry is None:
            return inf, None
        generation, moment, value = orjson.loads(entry)
        return (time() - moment if generation == self._generation else inf), value

    def _keep(self, name: str, moment: float, value: Any) -> None:
        entry = orjson.dumps([self._generation, moment, value])
        _write(self.key, name, entry)

    def _forget(self, name: str) -> None:
        if name.encode() in self._found:
            with suppress(ServerAway):
                ask(lambda redis: redis.hdel(self.key, name))


class Credential(NamedTuple):
    """What a request gives to say who asks. `kind`: token or session. `text` is a secret."""

    kind: str
    text: str

    @property
    def key(self) -> str:
        """The key of its entries in Redis. It does not reveal the credential."""
        of = salted_hmac(_SALT, f"{self.kind}:{self.text}", algorithm="sha256")
        return f"who:{of.hexdigest()}"


def read(key: str) -> CachedCredential:
    """The credential of this key, with all its entries. Without Redis it has none."""
    try:
        found, generation = ask(lambda redis: _read(redis, key))
    except ServerAway:
        found, generation = {}, None
    return CachedCredential(key, found, generation)


def _read(server: redis.Redis, key: str) -> tuple[dict[bytes, bytes], bytes | None]:
    both = server.pipeline(transaction=False)
    both.hgetall(key)
    both.get(GENERATION)
    found, generation = both.execute()
    return found, generation


def _write(key: str, name: str | bytes, entry: bytes) -> None:
    def write(server: redis.Redis) -> None:
        both = server.pipeline()
        both.hset(key, name, entry)
        both.expire(key, KEPT)
        both.execute()

    with suppress(ServerAway):
        ask(write)


@receiver(user_logged_out)
def _forget_session(request: HttpRequest, **_signal: Any) -> None:
    """Ends a session at once. The field also voids what a running request is about to write."""
    if request.session.session_key:
        _write(Credential("session", request.session.session_key).key, LOGGED_OUT, b"")


@receiver([post_save, post_delete], sender=User)
def _forget_everyone(
    created: bool = False, update_fields: frozenset[str] | None = None, **_signal: Any
) -> None:
    """Ends all entries of all users.

    A changed password ends sessions, and we cannot list the sessions of a user. Users change
    seldom, and asking PostgreSQL again costs little.
    """
    if not created and update_fields != frozenset({"last_login"}):
        transaction.on_commit(_new_generation)


def _new_generation() -> None:
    with suppress(ServerAway):
        ask(lambda redis: redis.set(GENERATION, uuid4().hex))
