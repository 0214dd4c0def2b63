"""The product as a history uses it: refresh, backfill, ask."""

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
    """The refresh and the endpoints."""

    def __init__(self) -> None:
        superuser = User.objects.create(username="judge", is_superuser=True)
        self._client = APIClient()
        self._client.force_authenticate(superuser)  # a login would expire: clocks are years off

    def refresh(self, rng: Random) -> str:
        """Update the rollups in one of the possible ways. Returns the way's name."""
        way = rng.choice(("drain", "drain", "drain", "command", "backfill"))
        if way == "command":
            call_command("refresh", verbosity=0)
            return way
        if way == "backfill":
            backfill.run()
        drain()
        return way

    def stop_capture(self) -> None:
        """Turn capture off: writes are not queued."""
        capture.off()

    def catch_up(self) -> None:
        """Turn capture on, and build every day."""
        capture.on()
        backfill.run()

    def ask(self, endpoint: str, query: Query, now: datetime) -> tuple[int, dict[str, Any]]:
        """Status and body of an endpoint's answer at the pinned instant `now`."""
        return self._get(endpoint, {**query.params(), "no_cache": "true"}, now)

    def count(self, query: Query, now: datetime) -> tuple[int, Any]:
        """Status, and the list's count of conferences."""
        status, body = self._get("conferences", {**query.params(), "limit": "1"}, now)
        return status, body.get("count")

    def listed(self, query: Query, now: datetime, page: int) -> list[str]:
        """The ids of all conferences of the list, fetched in pages of `page`."""
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
