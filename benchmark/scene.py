"""What all measures use: the app that is measured, a user who may see it, and the processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count
from django.test import Client as DjangoClient
from rest_framework.authtoken.models import Token

from api.models import Membership
from benchmark.client import Client, Params, Response
from benchmark.plan import Plan
from peermetrics.models import App, Conference

USERNAME = "bench"


@dataclass(frozen=True)
class Scene:
    """`port` is the product's, `bare_port` that of the bare view, 0 if it does not run.

    `programs`: paths of programs by name. A program that is absent is left out.
    """

    plan: Plan
    folder: Path
    port: int
    bare_port: int
    programs: Mapping[str, str]

    @cached_property
    def app(self) -> App:
        """The app with the most conferences. It is measured."""
        counted = Conference.objects.values("app_id").annotate(number=Count("id"))
        largest = counted.order_by("-number").first()
        if largest is None:
            raise RuntimeError("The database holds no conferences.")
        return App.objects.get(id=largest["app_id"])

    @property
    def app_id(self) -> UUID:
        found: UUID = self.app.id
        return found

    @cached_property
    def user(self) -> User:
        """A user who is no superuser, and sees the apps of the measured app's organization."""
        user, _ = User.objects.get_or_create(username=USERNAME)
        Membership.objects.get_or_create(user=user, organization_id=self.app.organization_id)
        return user

    @cached_property
    def token(self) -> dict[str, str]:
        """The header of a request by token."""
        token, _ = Token.objects.get_or_create(user=self.user)
        return {"Authorization": f"Token {token.key}"}

    @cached_property
    def cookie(self) -> dict[str, str]:
        """The header of a request by session."""
        client = DjangoClient()
        client.force_login(self.user)
        name = settings.SESSION_COOKIE_NAME
        return {"Cookie": f"{name}={client.cookies[name].value}"}

    @cached_property
    def client(self) -> Client:
        return Client(self.port, self.token)

    def computed(self, path: str, params: Params) -> Response:
        """An answer that the product computes. The app's cached answers are deleted before."""
        self.forget_answers()
        response = self.client.get(path, params)
        if response.headers.get("X-Cache") != "miss":
            raise RuntimeError(f"{path} was not computed, although its entry was deleted.")
        return response

    def forget_answers(self) -> None:
        cache = redis.Redis.from_url(settings.REDIS_URL)
        keys = list(cache.scan_iter(match=f"*:{self.app_id}:*", count=10_000))
        if keys:
            cache.delete(*keys)


def analyze() -> None:
    """Give the planner statistics of what was just written. Autovacuum would do it later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
