"""Rows and requests that the tests of lists share."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection as database
from rest_framework.test import APIClient

from rollups.pipeline.refresh import drain
from tests import raw


def get(client: APIClient, address: str, **params: Any) -> Any:
    """The body of an answer, after a refresh."""
    drain()
    response = client.get(address, params)
    assert response.status_code == 200, response.content
    return response.json()


def names(client: APIClient, app_id: UUID, **params: Any) -> str:
    """The names of the listed conferences, in the order of the list."""
    body = get(client, "/v1/conferences", appId=str(app_id), limit=1000, **params)
    assert body["count"] == len(body["results"])
    return " ".join(row["conference_name"] for row in body["results"])


def problem(client: APIClient, address: str, **params: Any) -> tuple[int, str, str, str]:
    """Status, error code, parameter ("" if none) and message of a refusal."""
    response = client.get(address, params)
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    return response.status_code, body["error_code"], body.get("parameter", ""), body["message"]


class Scene:
    """Named conferences of an app, one microsecond apart, and rows that belong to them."""

    def __init__(self, app_id: UUID) -> None:
        self.app_id = app_id
        self.person = raw.participant(app_id)
        self._times = (raw.NOON + timedelta(microseconds=n) for n in count())

    def conference(self, name: str, **values: Any) -> UUID:
        times = {"created_at": next(self._times)}
        return raw.conference(self.app_id, conference_name=name, **times | values)

    def session(self, conference: UUID, browser: str = "Chrome", **values: Any) -> UUID:
        platform = raw.platform(browser, "Linux")
        return raw.session(conference, self.person, **{"platform": platform} | values)

    def join(self, conference: UUID, person: UUID) -> None:
        with database.cursor() as cursor:
            cursor.execute(
                "INSERT INTO public.participant_conferences (conference_id, participant_id) "
                "VALUES (%s, %s)",
                [conference, person],
            )

    def member(self, conference: UUID, **values: Any) -> None:
        """A participant of the conference, who has a session in it."""
        person = raw.participant(self.app_id, **values)
        self.join(conference, person)
        raw.session(conference, person)

    def connection(self, conference: UUID, session: UUID, **values: Any) -> UUID:
        return raw.connection(conference, session, self.person, **values)

    def set_up(self, conference: UUID, session: UUID, microseconds: int, **values: Any) -> UUID:
        """A connection that took so long to be set up."""
        end = f"2026-11-20 12:00:{microseconds / 1_000_000:09.6f}"
        first = {"status": "connected", "start_time": "2026-11-20 12:00:00", "end_time": end}
        return self.connection(
            conference, session, connection_info={"negotiations": [first]}, **values
        )
