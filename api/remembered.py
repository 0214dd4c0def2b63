"""What PostgreSQL said of a credential, remembered in Redis, so that a warm answer asks it nothing.

Younger than ten seconds, it is taken as it is. Older, PostgreSQL is asked again, and only while
that is away is what is remembered good for another hour. Refusals are never remembered.
"""

from collections.abc import Callable
from contextlib import suppress
from math import inf
from time import time
from typing import Any, TypeVar, cast
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

FRESH = 10  # seconds for which PostgreSQL is not asked again
KEPT = FRESH + 3600  # seconds for which it is believed while PostgreSQL is away
PATIENCE = 2  # seconds to wait for PostgreSQL
_GENERATION = "who:generation"  # changes with any user; what was remembered before is void
_LOGGED_OUT = b"logged out"  # a session never comes back: nothing is remembered of it any more

T = TypeVar("T")


class Memory:
    """What is remembered of one credential, by name.

    One hash in Redis, whose key does not tell the credential; read once, by one round trip.
    """

    def __init__(self, credential: str) -> None:
        self._key = _key_of(credential)
        self._found: dict[bytes, bytes] = {}
        self._generation = ""
        try:
            found, generation = ask(lambda redis: _read(redis, self._key))
        except ServerAway:
            return
        self._found = {} if _LOGGED_OUT in found else found
        self._generation = (generation or b"").decode()

    def recall(self, name: str, verify: Callable[[], T]) -> T:
        """What is remembered under the name, or what `verify` finds in PostgreSQL: a falsy value or
        an exception is a refusal.

        Raise ServerAway if PostgreSQL is away and nothing is remembered.
        """
        age, value = self._remembered(name)
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

    def _remembered(self, name: str) -> tuple[float, Any]:
        """Its age in seconds, and the value."""
        entry = self._found.get(name.encode())
        if entry is None:
            return inf, None
        generation, moment, value = orjson.loads(entry)
        return (time() - moment if generation == self._generation else inf), value

    def _keep(self, name: str, moment: float, value: Any) -> None:
        entry = orjson.dumps([self._generation, moment, value])
        _write(self._key, name, entry)

    def _forget(self, name: str) -> None:
        if name.encode() in self._found:
            with suppress(ServerAway):
                ask(lambda redis: redis.hdel(self._key, name))


def _key_of(credential: str) -> str:
    return "who:" + salted_hmac("api.remembered", credential, algorithm="sha256").hexdigest()


def _read(server: redis.Redis, key: str) -> tuple[dict[bytes, bytes], bytes | None]:
    both = server.pipeline(transaction=False)
    both.hgetall(key)
    both.get(_GENERATION)
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
    """At once, and also what a request that runs at this moment is about to remember."""
    if request.session.session_key:
        _write(_key_of(session_credential(request.session.session_key)), _LOGGED_OUT, b"")


@receiver([post_save, post_delete], sender=User)
def _forget_everyone(
    created: bool = False, update_fields: frozenset[str] | None = None, **_signal: Any
) -> None:
    """A changed password ends sessions that we do not know by user; asking again costs little."""
    if not created and update_fields != frozenset({"last_login"}):
        transaction.on_commit(_new_generation)


def _new_generation() -> None:
    with suppress(ServerAway):
        ask(lambda redis: redis.set(_GENERATION, uuid4().hex))


def token_credential(token: str) -> str:
    return f"token:{token}"


def session_credential(session_key: str) -> str:
    return f"session:{session_key}"
