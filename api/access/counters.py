"""How many requests one address, one caller and one username may send in a minute.

Redis counts for all processes together. While Redis is away, each process counts for itself. The
counters expire within two minutes.
"""

from functools import cache, lru_cache
from hashlib import sha256
from ipaddress import ip_address, ip_network
from math import ceil
from time import time
from unicodedata import normalize

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.access.client_address import UNIX_SOCKET, client_address
from rollups.cache.misses import hold_back
from rollups.servers import redis_client
from rollups.servers.breaker import ServerAway

# The package's Lua: it counts a request that is within the limit, and returns whether it is.
COUNT = RedisStorage.SCRIPT_ACQUIRE_SLIDING_WINDOW.decode()

LOGINS = RateLimitItemPerMinute(10)  # with one username, from one address
LOGINS_OF_ADDRESS = RateLimitItemPerMinute(60)  # hashing a password takes a core for half a second


# A limit, and the keys of its counter.
Counted = tuple[RateLimitItem, tuple[str, ...]]

_LONGEST_USERNAME = 150  # characters, in Django's users


def requests() -> RateLimitItem:
    return RateLimitItemPerMinute(settings.RATE_LIMIT_PER_MINUTE)


def seconds_refused(limit: RateLimitItem, *who: str) -> int | None:
    """Count a request. None if it is within the limit, else the seconds until the next try.

    A refusal is held back for 250 ms, see `hold_back`.
    """
    try:
        with redis_client.breaker.guard():
            accepted = _in_redis().hit(limit, *who)
    except ServerAway:
        accepted = _in_memory().hit(limit, *who)
    return None if accepted else seconds_to_wait(limit, *who)


def seconds_to_wait(limit: RateLimitItem, *who: str) -> int:
    """The seconds until the next try of a request that was counted and refused. Hold it back."""
    try:
        with redis_client.breaker.guard():
            stats = _in_redis().get_window_stats(limit, *who)
    except ServerAway:
        stats = _in_memory().get_window_stats(limit, *who)
    hold_back()
    return max(1, ceil(stats.reset_time - time()))


def keys_of(limit: RateLimitItem, *who: str) -> list[str]:
    """The keys in Redis that COUNT takes: of the counter for the last minute, and for this one."""
    storage, key = _storage(), limit.key_for(*who)
    windows = (storage._previous_window_key(key), storage._current_window_key(key))
    return [storage.prefixed_key(window) for window in windows]


@cache
def _storage() -> RedisStorage:
    pool = redis_client.client().connection_pool  # it has our timeouts
    return RedisStorage("redis://", connection_pool=pool, key_prefix="limit")


def _in_redis() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(_storage())


@cache
def _in_memory() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(MemoryStorage())


def counted_address(request: HttpRequest) -> str:
    """The client's address. For IPv6 its /64 network: one client has 2**64 addresses."""
    return _counted_as(client_address(request))


@lru_cache(1000)
def _counted_as(address: str) -> str:
    if address == UNIX_SOCKET or ip_address(address).version == 4:
        return address
    return str(ip_network((address, 64), strict=False))


def login_attempt(request: HttpRequest, username: object) -> Counted:
    """Counts attempts to log in with one username from one address, successful ones included."""
    name = sha256(_folded(str(username)).encode(errors="surrogatepass")).hexdigest()
    return LOGINS, ("login", counted_address(request), name)


def _folded(username: str) -> str:
    """One name for all spellings that a login form may read as the same user.

    Django's form strips and normalizes the input. We fold case too.
    """
    return normalize("NFKC", username.strip()[: _LONGEST_USERNAME + 1]).casefold()


def password_attempt(user_id: int) -> Counted:
    """Counts attempts to change one user's password. Each is a guess of the old one."""
    return LOGINS, ("password", str(user_id))
