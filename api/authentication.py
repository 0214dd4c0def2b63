"""Who is asking: as REST framework finds out, but without waiting for a PostgreSQL that is away.

With `remembered=True`, for the summaries, by what is remembered of the credential: `request.user`
then has nothing but its id and is_superuser, and `request.auth` is the Memory. Cross-site forgery
is not looked for then, so such views only read.
"""

from typing import Any

from django.contrib.auth.models import User
from rest_framework import authentication
from rest_framework.request import Request

from api.remembered import PATIENCE, Memory, session_credential, token_credential
from rollups.servers.database import asked, patience


class TokenAuthentication(authentication.TokenAuthentication):
    """Raises ServerAway if PostgreSQL is away and nothing is remembered."""

    def __init__(self, *, remembered: bool = False) -> None:
        self._remembered = remembered

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        verify = super().authenticate_credentials
        if not self._remembered:
            with asked(), patience(PATIENCE):
                return verify(key)
        memory = Memory(token_credential(key))
        return _user(memory.recall("user", lambda: _facts(verify(key)[0]))), memory


class SessionAuthentication(authentication.SessionAuthentication):
    """The same of a session."""

    def __init__(self, *, remembered: bool = False) -> None:
        self._remembered = remembered

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        session_key = request._request.session.session_key
        if session_key is None:
            return None
        verify = super().authenticate
        if not self._remembered:
            with asked(), patience(PATIENCE):
                return verify(request)
        memory = Memory(session_credential(session_key))
        known = memory.recall("user", lambda: _facts_if_any(verify(request)))
        return None if known is None else (_user(known), memory)


def _facts_if_any(found: tuple[Any, Any] | None) -> tuple[int, bool] | None:
    return None if found is None else _facts(found[0])


def _facts(user: User) -> tuple[int, bool]:
    return user.pk, user.is_superuser


def _user(facts: tuple[int, bool]) -> User:
    user_id, is_superuser = facts
    return User(id=user_id, is_superuser=is_superuser)
