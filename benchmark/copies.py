"""Apps with few conferences, and rows like those that the database holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from peermetrics.models import App
from rollups.pipeline.refresh import drain

_CONFERENCES = """
CREATE TEMPORARY TABLE copied AS
SELECT a.id AS app_id, c.id AS old, gen_random_uuid() AS new
FROM unnest(%(app_ids)s::uuid[]) a (id)
CROSS JOIN (
    SELECT id FROM public.conference WHERE app_id = %(source)s
    ORDER BY created_at DESC LIMIT %(conferences)s
) c"""

# Of each table, the columns that differ in a copy, and what they are. `x` is the row.
_COPIED = {
    "conference": {"id": "copied.new", "app_id": "copied.app_id"},
    "participant_conferences": {"conference_id": "copied.new"},
    "app_session": {"id": "{id}", "conference_id": "copied.new"},
    "app_connection": {
        "id": "{id}",
        "conference_id": "copied.new",
        "session_id": "{session_id}",
    },
    "app_issue": {
        "id": "{id}",
        "conference_id": "copied.new",
        "session_id": "{session_id}",
        "connection_id": "NULL::uuid",
    },
}
_KEPT = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL(%s)"""
_CHILDREN = ("app_issue", "app_connection", "app_session", "participant_conferences")


@contextmanager
def new_apps(number: int, like: App, conferences: int) -> Iterator[list[UUID]]:
    """Apps that hold copies of the newest conferences of `like`. They are deleted in the end."""
    apps = [_app(like) for _ in range(number)]
    App.objects.bulk_create(apps)
    app_ids = [app.id for app in apps]
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"app_ids": app_ids, "source": like.id, "conferences": conferences}
        cursor.execute(_CONFERENCES, given)
        for table in _COPIED:
            cursor.execute(_copy(table))
        cursor.execute("DROP TABLE copied")
    drain()
    try:
        yield app_ids
    finally:
        _delete(app_ids)


def _app(like: App) -> App:
    return App(
        id=uuid4(),
        name="Small",
        api_key=uuid4().hex,
        interval=like.interval,
        recording=like.recording,
        organization_id=like.organization_id,
        created_at=like.created_at,
        is_active=True,
    )


def _copy(table: str) -> str:
    """The children of one conference that name a session of another are left out."""
    changed = {name: _filled(text) for name, text in _COPIED[table].items()}
    serial = ["id"] if table == "participant_conferences" else []
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [f"public.{table}", [*changed, *serial]])
        kept = [f'"{name}"' for (name,) in cursor.fetchall()]
    columns = ", ".join([*changed, *kept])
    values = ", ".join([*changed.values(), *(f"x.{name}" for name in kept)])
    key = "id" if table == "conference" else "conference_id"
    own = ""
    if "session_id" in changed:
        own = (
            "WHERE EXISTS (SELECT FROM public.app_session s "
            "WHERE s.id = x.session_id AND s.conference_id = x.conference_id)"
        )
    return (
        f"INSERT INTO public.{table} ({columns}) SELECT {values} "
        f"FROM public.{table} x JOIN copied ON copied.old = x.{key} {own}"
    )


def _filled(text: str) -> str:
    return text.format(
        id="md5(copied.new::text || x.id::text)::uuid",
        session_id="md5(copied.new::text || x.session_id::text)::uuid",
    )


def _delete(app_ids: list[UUID]) -> None:
    of_apps = "(SELECT id FROM public.conference WHERE app_id = ANY(%s::uuid[]))"
    with connection.cursor() as cursor:
        for table in _CHILDREN:
            cursor.execute(
                f"DELETE FROM public.{table} WHERE conference_id IN {of_apps}", [app_ids]
            )
        cursor.execute("DELETE FROM public.conference WHERE app_id = ANY(%s::uuid[])", [app_ids])
    drain()
    App.objects.filter(id__in=app_ids).delete()
