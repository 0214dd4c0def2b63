"""The filled database, and a copy of it for the next run (`--keep`).

A run changes its database. The copy stays as it was filled. It serves on the day that it was
filled: the history ends then.
"""

import json
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

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


def keep(url: str, data: Path, today: date) -> None:
    """Copy the database, as it is now."""
    _recreate(url, _copy(url), of=_name(url))
    (data / "filled").write_text(today.isoformat())


def restore(url: str, data: Path, today: date) -> bool:
    """Make the database what was kept today. False if nothing was: it is empty then."""
    file = data / "filled"
    kept = file.exists() and file.read_text() == today.isoformat()
    _recreate(url, _name(url), of=_copy(url) if kept else "template1")
    return kept


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _copy(url: str) -> str:
    return f"{_name(url)}_filled"


def _recreate(url: str, name: str, *, of: str) -> None:
    connection = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
    connection.autocommit = True  # neither statement may be in a transaction
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(of)
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(drop)
            cursor.execute(create)
    finally:
        connection.close()
