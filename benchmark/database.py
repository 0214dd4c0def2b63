"""The filled database, and a copy of it for the next run (`--keep`).

A run changes its database. The copy stays as it was filled. It serves on the day that it was
filled: the history ends then.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from launch.environment import write_private
from launch.errors import LaunchError


def password_in(data: Path) -> str:
    """The password of the cluster in this folder. It is made at the first call."""
    file = data / "password.json"
    if not file.exists():
        write_private(file, json.dumps(secrets.token_urlsafe(24)))
    password: str = json.loads(file.read_text())
    return password


def require_empty(url: str) -> None:
    """Raise LaunchError if the database holds conferences: they may be of a real installation."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM public.conference)")
            (found,) = cursor.fetchone() or (False,)
    finally:
        connection.close()
    if found:
        raise LaunchError(
            "The database holds conferences already. ./bench fills an empty one, and changes what "
            "it holds. Make a database for it: createdb bench."
        )


def keep(url: str, today: date) -> None:
    """Copy the database, as it is now. Copies of other days are dropped."""
    name = _name(url)
    with _server(url) as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{name}_[0-9]{{8}}$"]
        )
        for (old,) in cursor.fetchall():
            _drop(cursor, old)
        _create(cursor, _copy(url, today), of=name)


def restore(url: str, today: date) -> bool:
    """Make the database what was kept today. False if nothing was: it is empty then."""
    name, copy = _name(url), _copy(url, today)
    with _server(url) as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [copy])
        (kept,) = cursor.fetchone() or (False,)
        _drop(cursor, name)
        _create(cursor, name, of=copy if kept else "template1")
    return bool(kept)


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _copy(url: str, day: date) -> str:
    return f"{_name(url)}_{day:%Y%m%d}"


@contextmanager
def _server(url: str) -> Iterator[Cursor]:
    """A cursor in another database of the server. Each statement commits at once."""
    connection = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _drop(cursor: Cursor, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(cursor: Cursor, name: str, *, of: str) -> None:
    cursor.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(of))
    )
