"""What a history does with the product: refresh, backfill, ask."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from rest_framework.test import APIClient

from rollups.pipeline import backfill, capture
from rollups.pipeline.refresh import drain
from tests.proofs.oracle import Query


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

    def ask(self, endpoint: str, query: Query, now: datetime) -> tuple[int, dict[str, Any]]:
        """Status and body of an endpoint's answer at the pinned instant `now`."""
        return self._get(endpoint, {**query.params(), "no_cache": "true"}, now)

    def count(self, query: Query, now: datetime) -> tuple[int, Any]:
        """Status, and how many conferences the list has."""
        status, body = self._get("conferences", {**query.params(), "limit": "1"}, now)
        return status, body.get("count")

    def listed(self, query: Query, now: datetime, page: int) -> list[str]:
        """The ids of all conferences of the list, fetched by so many."""
        ids: list[str] = []
        while True:
            params = {**query.params(), "limit": str(page), "offset": str(len(ids))}
            status, body = self._get("conferences", params, now)
            if status != 200:
                return [f"status {status}: {body}"]
            ids += [row["id"] for row in body["results"]]
            if len(ids) >= body["count"] or not body["results"]:
                return ids

    def _get(
        self, address: str, params: Mapping[str, str | list[str]], now: datetime
    ) -> tuple[int, dict[str, Any]]:
        with time_machine.travel(now, tick=False):
            response = self._client.get(f"/v1/{address}", params)
        return response.status_code, response.json()
