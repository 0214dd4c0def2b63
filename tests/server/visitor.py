"""A client whose dashboard is warm. Each request uses a new connection."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from ssl import SSLContext
from uuid import UUID

from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token

from launch.ports import LOOPBACK
from tests import raw


@dataclass(frozen=True)
class Answered:
    status: int
    headers: HTTPMessage
    body: bytes


def get(
    port: int,
    address: str,
    headers: Mapping[str, str] | None = None,
    *,
    patience: float = 30,
    tls: SSLContext | None = None,
    source: str = LOOPBACK,
) -> Answered:
    """The whole response. Raises OSError if nothing arrives for `patience` seconds."""
    connection = (
        HTTPSConnection(LOOPBACK, port, timeout=patience, source_address=(source, 0), context=tls)
        if tls
        else HTTPConnection(LOOPBACK, port, timeout=patience, source_address=(source, 0))
    )
    try:
        connection.request("GET", address, headers=dict(headers or {}))
        response = connection.getresponse()
        return Answered(response.status, response.headers, response.read())
    finally:
        connection.close()


@dataclass(frozen=True)
class Visitor:
    """A user with a token and an app."""

    app_id: UUID
    token: str

    @classmethod
    def come(cls) -> "Visitor":
        user = User.objects.create(username="visitor", is_superuser=True)
        return cls(raw.app(), str(Token.objects.create(user=user)))

    @property
    def address(self) -> str:
        return f"/v1/dashboard?appId={self.app_id}&range=7d"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Token {self.token}"}
