"""REST framework's authentication, with a bound on the wait for PostgreSQL.

With `cached=True`, for the summaries, the credential cache answers first. Then `request.user` has
only its id and is_superuser, and `request.auth` is the CachedCredential. The CSRF token is not
checked then, so a view that uses it must only read.
"""

from typing import Any

from django.contrib.auth.models import User
from rest_framework import authentication
from rest_framework.request import Request

from api.access.credential_cache import (
    PATIENCE,
    CachedCredential,
    session_credential,
    token_credential,
)
from rollups.servers.database import asked, patience


class TokenAuthentication(authentication.TokenAuthentication):
    """By a token. Raises ServerAway if PostgreSQL is away and the cache has nothing."""

    def __init__(self, *, cached: bool = False) -> None:
        self._cached = cached

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        verify = super().authenticate_credentials
        if not self._cached:
            with asked(), patience(PATIENCE):
                return verify(key)
        credential = CachedCredential(token_credential(key))
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
        credential = CachedCredential(session_credential(session_key))
        known = credential.recall("user", lambda: _facts_if_any(verify(request)))
        return None if known is None else (_user(known), credential)


def _facts_if_any(found: tuple[Any, Any] | None) -> tuple[int, bool] | None:
    return None if found is None else _facts(found[0])


def _facts(user: User) -> tuple[int, bool]:
    return user.pk, user.is_superuser


def _user(facts: tuple[int, bool]) -> User:
    user_id, is_superuser = facts
    return User(id=user_id, is_superuser=is_superuser)
