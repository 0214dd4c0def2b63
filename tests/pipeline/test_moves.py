"""Rows that move, and rows that go: right after the next refresh."""

from datetime import timedelta

import pytest
from django.db import connection

from rollups.pipeline import backfill
from rollups.pipeline.audit import audit_all
from rollups.pipeline.refresh import drain
from tests import raw

pytestmark = pytest.mark.usefixtures("database")


class Scene:
    """An app with two conferences, each with a session, a connection and an issue of one person;
    an issue that nobody has attributed yet; and another app."""

    def __init__(self) -> None:
        self.app, self.other_app = raw.app(), raw.app()
        self.person = raw.participant(self.app)
        self.here, self.there = raw.conference(self.app), raw.conference(self.app)
        for conference in (self.here, self.there):
            session = raw.session(conference, self.person, platform=raw.platform("Chrome", "Linux"))
            raw.connection(conference, session, self.person)
            raw.issue(conference, session)
            raw.member(conference, self.person)
        raw.issue(None, session, code="turn_used")
        drain()


MOVES = {
    "a session moves to another conference": """
        UPDATE public.app_session SET conference_id = %(there)s WHERE conference_id = %(here)s""",
    "a connection moves to another conference": """
        UPDATE public.app_connection SET conference_id = %(there)s
        WHERE conference_id = %(here)s""",
    "a conference moves to another app": """
        UPDATE public.conference SET app_id = %(other_app)s WHERE id = %(here)s""",
    "a conference moves to another day": """
        UPDATE public.conference SET created_at = created_at - interval '40 days'
        WHERE id = %(here)s""",
    "a participant becomes an SFU": """
        UPDATE public.participant SET is_sfu = true""",
    "an issue is attributed later": """
        UPDATE public.app_issue SET conference_id = %(here)s WHERE conference_id IS NULL""",
    "an app is deleted with everything in it": """
        DELETE FROM public.app_issue;
        DELETE FROM public.app_connection;
        DELETE FROM public.app_session;
        DELETE FROM public.participant_conferences;
        DELETE FROM public.participant WHERE app_id = %(app)s;
        DELETE FROM public.conference WHERE app_id = %(app)s;
        DELETE FROM public.app WHERE id = %(app)s""",
    "issues are truncated": "TRUNCATE public.app_issue",
    "connections are truncated": "TRUNCATE public.app_connection CASCADE",
    "sessions are truncated": "TRUNCATE public.app_session CASCADE",
    "conferences are truncated": "TRUNCATE public.conference CASCADE",
}

# Conferences by status and issues by code, of the two apps, after each of them.
LEFT: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "a session moves to another conference": ({"error": 2}, {"ice_failed": 2}),
    "a connection moves to another conference": ({"error": 2}, {"ice_failed": 2}),
    "a conference moves to another app": ({"error": 2}, {"ice_failed": 2}),
    "a conference moves to another day": ({"error": 2}, {"ice_failed": 2}),
    "a participant becomes an SFU": ({"error": 2}, {"ice_failed": 2}),
    "an issue is attributed later": ({"error": 2}, {"ice_failed": 2, "turn_used": 1}),
    "an app is deleted with everything in it": ({}, {}),
    "issues are truncated": ({"success": 2}, {}),
    "connections are truncated": ({"success": 2}, {}),
    "sessions are truncated": ({"success": 2}, {}),
    "conferences are truncated": ({}, {}),
}


def sums(table: str, group: str, measure: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {group}, sum({measure}) FROM {table} WHERE filter_id = 0 GROUP BY 1"
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("move", MOVES)
def test_each_is_right_after_the_next_refresh(move: str) -> None:
    scene = Scene()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(MOVES[move], vars(scene))
        cursor.execute("COMMIT")

    drain()
    backfill.run()  # of an emptied table the refresh notes the days alone

    assert list(audit_all()) == []
    status = sums("conference_status", "status", "conferences")
    codes = sums("issue_code", "code", "issues")
    assert (status, codes) == LEFT[move]


def test_a_conference_that_moves_takes_its_numbers_with_it() -> None:
    scene = Scene()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.conference SET app_id = %s, created_at = %s WHERE id = %s",
            [scene.other_app, raw.NOON - timedelta(days=2), scene.here],
        )
    drain()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app_id, day, conferences FROM conference_status "
            "WHERE filter_id = 0 ORDER BY day"
        )
        rows = cursor.fetchall()
    day = raw.NOON.date()
    assert rows == [(scene.other_app, day - timedelta(days=2), 1), (scene.app, day, 1)]
