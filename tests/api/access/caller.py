"""Somebody who asks the API."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from api.models import Membership
from tests import raw


class Caller:
    """A member of one app's organization, with a session or a token."""

    def __init__(self, by: str) -> None:
        organization = raw.organization()
        self.app = raw.app(organization)
        self.user = User.objects.create(username="bob")
        self.membership = Membership.objects.create(user=self.user, organization_id=organization)
        self.client = APIClient()
        if by == "token":
            token = Token.objects.create(user=self.user)
            self.client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        else:
            self.client.force_login(self.user)

    def asks(self, app: UUID | None = None, **params: str) -> Any:
        query = {"appId": str(app or self.app), **params}
        return self.client.get("/v1/conferences/summary", query)

    def gets(self) -> tuple[int, str | None]:
        """The status and the error code of an answer."""
        response = self.asks()
        return response.status_code, response.json().get("error_code")
