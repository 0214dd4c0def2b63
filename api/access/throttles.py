"""REST framework's throttles: they count who calls, and attempts to log in."""

from rest_framework.authentication import TokenAuthentication
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.access.counters import Counted, login_attempt, password_attempt, requests
from api.access.prefetch import seconds_refused


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
            self._seconds = seconds_refused(request._request, limit, *who)
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
