"""PeerMetrics' writes with capture on and off, alternating.

Off means that our triggers are disabled. Foreign keys and all else stay. Each write is a
transaction that is durable if the server is. All rows are of a new app, and deleted in the end.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmark.copies import new_apps
from benchmark.rows import Row, Target
from benchmark.scene import Scene

_TRIGGERS = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = 'public'::regnamespace AND p.pronamespace = 'rollups'::regnamespace"""


@dataclass(frozen=True)
class _Rows:
    """Rows that the writes belong to, or change."""

    app_id: UUID
    conference_id: UUID
    session_ids: list[UUID]
    connection_ids: list[UUID]


Write = Callable[[_Rows, int], None]


def _execute(statement: str, **given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


_CONFERENCE = """
INSERT INTO public.conference (id, conference_id, conference_name, ongoing, duration, created_at,
    start_time, is_active, app_id)
SELECT gen_random_uuid(), gen_random_uuid()::text, 'Measured', false, 60, now(), now(), true,
    %(app_id)s FROM generate_series(1, %(rows)s)"""
_SESSION = """
INSERT INTO public.app_session (id, constraints, devices, platform, metadata, geo_ip, app_version,
    session_info, duration, created_at, is_active, conference_id, participant_id)
SELECT gen_random_uuid(), constraints, devices, platform, metadata, geo_ip, app_version,
    session_info, 0, now(), true, conference_id, participant_id
FROM public.app_session, generate_series(1, %(rows)s) WHERE id = %(session_id)s"""
_CONNECTION = """
INSERT INTO public.app_connection (id, type, state, connection_info, start_time, duration,
    created_at, is_active, conference_id, participant_id, peer_id, session_id)
SELECT gen_random_uuid(), 'h', 'connected', connection_info, now(), 0, now(), true, conference_id,
    participant_id, peer_id, session_id
FROM public.app_connection, generate_series(1, %(rows)s) WHERE id = %(connection_id)s"""
_ISSUE = """
INSERT INTO public.app_issue (id, type, code, data, created_at, is_active, conference_id,
    participant_id, session_id)
SELECT gen_random_uuid(), 'w', 'turn_used', '{"name": "Measured"}', now(), true, conference_id,
    participant_id, id
FROM public.app_session, generate_series(1, %(rows)s) WHERE id = %(session_id)s"""


def _insert(statement: str, rows: int = 1) -> Write:
    def write(of: _Rows, number: int) -> None:
        _execute(
            statement,
            rows=rows,
            app_id=of.app_id,
            session_id=of.session_ids[0],
            connection_id=of.connection_ids[0],
        )

    return write


def _update(table: str, settings: str, *, all_rows: bool = False) -> Write:
    """`settings`: of the UPDATE. %(number)s differs each time, so each write changes the row."""
    where = "conference_id = %(conference_id)s" if all_rows else "id = %(id)s"
    if table == "conference":
        where = "app_id = %(app_id)s" if all_rows else "id = %(conference_id)s"

    def write(of: _Rows, number: int) -> None:
        ids = of.connection_ids if table == "app_connection" else of.session_ids
        _execute(
            f"UPDATE public.{table} SET {settings} WHERE {where}",
            number=number,
            id=ids[number % len(ids)],
            conference_id=of.conference_id,
            app_id=of.app_id,
        )

    return write


# The JSON of some rows is no object: what is written is one.
_PLATFORM = (
    "platform = jsonb_build_object('browser', platform -> 'browser', 'os', platform -> 'os', "
    "'number', %(number)s)"
)
_INFO = (
    "connection_info = jsonb_build_object('negotiations', connection_info -> 'negotiations', "
    "'number', %(number)s)"
)
_UNRELATED = "duration = %(number)s, end_time = now()"

_SINGLE: dict[str, tuple[Write, float]] = {
    "insert a conference": (_insert(_CONFERENCE), 1.10),
    "insert a session": (_insert(_SESSION), 1.10),
    "insert a connection": (_insert(_CONNECTION), 1.10),
    "insert an issue": (_insert(_ISSUE), 1.10),
    "update a conference's duration": (_update("conference", "duration = %(number)s"), 1.10),
    "update a session's JSON (platform)": (_update("app_session", _PLATFORM), 1.10),
    "update a connection's JSON": (_update("app_connection", _INFO), 1.10),
    "update unrelated columns of a session": (_update("app_session", _UNRELATED), 1.05),
}


def _bulk_updates(rows: int) -> dict[str, tuple[Write, float]]:
    """Of all sessions of the conference. It has so many."""
    return {
        f"update the JSON (platform) of {rows:,} sessions": (
            _update("app_session", _PLATFORM, all_rows=True),
            1.20,
        ),
        f"update unrelated columns of {rows:,} sessions": (
            _update("app_session", _UNRELATED, all_rows=True),
            1.05,
        ),
    }


def _bulk_inserts(rows: int) -> dict[str, tuple[Write, float]]:
    return {
        f"insert {rows:,} conferences": (_insert(_CONFERENCE, rows), 1.20),
        f"insert {rows:,} sessions": (_insert(_SESSION, rows), 1.20),
        f"insert {rows:,} connections": (_insert(_CONNECTION, rows), 1.20),
        f"insert {rows:,} issues": (_insert(_ISSUE, rows), 1.20),
    }


def measure(scene: Scene) -> Iterator[Row]:
    plan = scene.plan
    with new_apps(1, scene.app, conferences=40) as (app_id,):
        of = _rows_of(app_id)
        _insert(_SESSION, plan.bulk_rows - len(of.session_ids))(of, 0)
        try:
            for writes, rounds, of_round in (
                (_bulk_updates(plan.bulk_rows), plan.rounds, 1),
                (_SINGLE, plan.rounds, plan.commits),
                (_bulk_inserts(plan.bulk_rows), -(-plan.rounds // 2), 1),
            ):
                for what, (write, limit) in writes.items():
                    yield _row(what, write, of, limit, rounds=rounds, writes=of_round)
        finally:
            _capture(True)


def _row(what: str, write: Write, of: _Rows, limit: float, *, rounds: int, writes: int) -> Row:
    times: dict[bool, list[float]] = {True: [], False: []}
    number = 0
    for turn in range(rounds):
        for on in (True, False) if turn % 2 else (False, True):
            _capture(on)
            for _ in range(writes):
                number += 1
                began = time.perf_counter()
                write(of, number)
                times[on].append(time.perf_counter() - began)
    _execute("DELETE FROM rollups.change_queue WHERE app_id = %(app_id)s", app_id=of.app_id)
    return Row(
        what,
        1000 * median(times[True]),
        "ms",
        "capture off",
        1000 * median(times[False]),
        target=Target(limit, of_ratio=True),
    )


def _capture(on: bool) -> None:
    """Enable or disable our triggers. The state of capture in the database stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        for table, name in cursor.fetchall():
            how = "ENABLE" if on else "DISABLE"
            cursor.execute(f'ALTER TABLE public."{table}" {how} TRIGGER "{name}"')


def _rows_of(app_id: UUID) -> _Rows:
    """The conference of the app that has most connections, and its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.conference_id FROM public.app_connection n "
            "JOIN public.conference c ON c.id = n.conference_id WHERE c.app_id = %s "
            "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
            [app_id],
        )
        (conference_id,) = cursor.fetchone()

        def ids(table: str) -> list[UUID]:
            cursor.execute(
                f"SELECT id FROM public.{table} WHERE conference_id = %s", [conference_id]
            )
            return [one for (one,) in cursor.fetchall()]

        return _Rows(
            app_id,
            conference_id,
            ids("app_session"),
            ids("app_connection"),
        )
