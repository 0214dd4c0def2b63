"""REST framework's authentication, with a bound on the wait for PostgreSQL.

With `cached=True`, for the summaries, the credential cache answers first. Then `request.user` has
only its id and is_superuser, and `request.auth` is the CachedCredential. The CSRF token is not
checked then, so a view that uses it must only read.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from rest_framework import authentication
from rest_framework.request import Request

from api.access.credential_cache import PATIENCE, Credential
from api.access.prefetch import credential_for
from rollups.servers.database import asked, patience

_SHORTEST_SESSION = 8  # characters. Django takes a shorter key for none.


class TokenAuthentication(authentication.TokenAuthentication):
    """By a token. Raises ServerAway if PostgreSQL is away and the cache has nothing."""

    def __init__(self, *, cached: bool = False) -> None:
        self._cached = cached

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        self._request = request._request
        return super().authenticate(request)

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        verify = super().authenticate_credentials
        if not self._cached:
            with asked(), patience(PATIENCE):
                return verify(key)
        credential = credential_for(self._request, Credential("token", key))
        return _user(credential.recall("user", lambda: _facts(verify(key)[0]))), credential


class SessionAuthentication(authentication.SessionAuthentication):
    """By a session. Raises ServerAway if PostgreSQL is away and the cache has nothing."""

    def __init__(self, *, cached: bool = False) -> None:
        self._cached = cached

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        session_key = request._request.session.session_key
        if session_key is None:
            return None
        verify = super().authenticate
        if not self._cached:
            with asked(), patience(PATIENCE):
                return verify(request)
        credential = credential_for(request._request, Credential("session", session_key))
        known = credential.recall("user", lambda: _facts_if_any(verify(request)))
        return None if known is None else (_user(known), credential)


def credential_of(request: HttpRequest) -> Credential | None:
    """The credential that `authenticate` of these classes will take. None: none, or malformed."""
    header = request.META.get("HTTP_AUTHORIZATION", "").encode("latin-1")
    scheme, *given = header.split() or [b""]
    if scheme.lower() != b"token":
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        return Credential("session", session_key) if len(session_key) >= _SHORTEST_SESSION else None
    try:
        [token] = given
        return Credential("token", token.decode())
    except ValueError:  # none, several, or not UTF-8
        return None


def _facts_if_any(found: tuple[Any, Any] | None) -> tuple[int, bool] | None:
    return None if found is None else _facts(found[0])


def _facts(user: User) -> tuple[int, bool]:
    return user.pk, user.is_superuser


def _user(facts: tuple[int, bool]) -> User:
    user_id, is_superuser = facts
    return User(id=user_id, is_superuser=is_superuser)
