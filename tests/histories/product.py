"""What a history does with the product: refresh, backfill, ask."""

from datetime import datetime
from random import Random
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from rest_framework.test import APIClient

from rollups import backfill, capture
from rollups.refresh import drain
from tests.oracle import DIMENSIONS, Query


class Product:
    """The refresh and the endpoints, as a test calls them."""

    def __init__(self) -> None:
        superuser = User.objects.create(username="judge", is_superuser=True)
        self._client = APIClient()
        self._client.force_authenticate(superuser)  # a login would expire: clocks are set years off

    def refresh(self, rng: Random) -> str:
        """Bring the rollups up to date in one of the ways there are; says which."""
        way = rng.choice(("drain", "drain", "drain", "command", "backfill"))
        if way == "command":
            call_command("refresh", verbosity=0)
            return way
        if way == "backfill":
            backfill.run()
        drain()
        return way

    def stop_capture(self) -> None:
        """Let writes go by unseen."""
        capture.off()

    def catch_up(self) -> None:
        """See writes again, and find those that went by."""
        capture.on()
        backfill.run()

    def summary(self, query: Query, now: datetime) -> tuple[int, Any]:
        """Status, and `data` of conferences/summary, at the pinned instant `now`."""
        status, body = self._get("/v1/conferences/summary", query, now)
        return status, body.get("data")

    def filters(self, query: Query, now: datetime) -> tuple[int, Any]:
        """Status, and the lists of filter values by dimension."""
        status, body = self._get("/v1/filters", query, now)
        return status, {dimension: body.get(dimension) for dimension in DIMENSIONS}

    def _get(self, path: str, query: Query, now: datetime) -> tuple[int, dict[str, Any]]:
        with time_machine.travel(now, tick=False):
            response = self._client.get(path, {**query.params(), "no_cache": "true"})
        return response.status_code, response.json()
