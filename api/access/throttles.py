"""How many requests one address, one caller and one username may send in a minute.

Redis counts for all processes together, by one command for each limit. While Redis is away, each
process counts for itself. The counters expire within two minutes.
"""

from functools import cache
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
from rest_framework.authentication import TokenAuthentication
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.access.client_address import UNIX_SOCKET, client_address
from rollups.cache.misses import hold_back
from rollups.servers import redis_client
from rollups.servers.breaker import ServerAway

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
            seconds = _hit(_in_redis(), limit, who)
    except ServerAway:
        seconds = _hit(_in_memory(), limit, who)
    if seconds is not None:
        hold_back()
    return seconds


def _hit(
    limiter: SlidingWindowCounterRateLimiter, limit: RateLimitItem, who: tuple[str, ...]
) -> int | None:
    if limiter.hit(limit, *who):
        return None
    return max(1, ceil(limiter.get_window_stats(limit, *who).reset_time - time()))


@cache
def _in_redis() -> SlidingWindowCounterRateLimiter:
    pool = redis_client.client().connection_pool  # it has our timeouts
    return SlidingWindowCounterRateLimiter(
        RedisStorage("redis://", connection_pool=pool, key_prefix="limit")
    )


@cache
def _in_memory() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(MemoryStorage())


def counted_address(request: HttpRequest) -> str:
    """The client's address. For IPv6 its /64 network: one client has 2**64 addresses."""
    address = client_address(request)
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


class Throttle(BaseThrottle):
    """REST framework's throttle. A subclass names the limit and the keys of the counter."""

    _seconds: int | None = None

    def counted(self, request: Request) -> Counted | None:
        """None: the request is not counted."""
        raise NotImplementedError

    # `view` is an APIView. Its module imports this one, so the type cannot be named here.
    def allow_request(self, request: Request, view: object) -> bool:
        counted = self.counted(request)
        if counted is not None:
            limit, who = counted
            self._seconds = seconds_refused(limit, *who)
        return self._seconds is None

    def wait(self) -> float | None:
        return self._seconds


class CallerThrottle(Throttle):
    """Counts requests with one token, and requests by one user's sessions."""

    def counted(self, request: Request) -> Counted | None:
        if request.user.pk is None:
            return None  # `address_limit` has counted the address
        by_token = isinstance(request.successful_authenticator, TokenAuthentication)
        return requests(), ("token" if by_token else "session", str(request.user.pk))


class LoginThrottle(Throttle):
    """Counts attempts to log in."""

    def counted(self, request: Request) -> Counted | None:
        if request.method != "POST":
            return None
        given = request.data.get("username") if isinstance(request.data, dict) else None
        return login_attempt(request._request, given)


class PasswordThrottle(Throttle):
    """Counts attempts to change a password."""

    def counted(self, request: Request) -> Counted | None:
        return None if request.user.pk is None else password_attempt(request.user.pk)
