"""The environment of the processes that are started: what the person gave, and what we add."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from launch.errors import LaunchError


@dataclass(frozen=True)
class Secrets:
    """Generated once for a data directory and kept there. Only its owner can read the file."""

    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    database_password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    admin_password: str = field(default_factory=lambda: secrets.token_urlsafe(9))

    @classmethod
    def of(cls, data: Path) -> "Secrets":
        file = data / "secrets.json"
        if file.exists():
            return cls(**json.loads(file.read_text()))
        made = cls()
        write_private(file, json.dumps(asdict(made), indent=2))
        return made


@dataclass(frozen=True)
class Given:
    """The addresses of servers that the person gave. None: we start that server."""

    database: str | None
    cache: str | None
    broker: str | None

    @classmethod
    def by(cls, environ: Mapping[str, str]) -> "Given":
        """DATABASE_URL, REDIS_URL, CELERY_BROKER_URL.

        If only one of the last two is given, the other is the next database of the same server.
        """
        cache, broker = environ.get("REDIS_URL"), environ.get("CELERY_BROKER_URL")
        return cls(
            database=environ.get("DATABASE_URL") or None,
            cache=cache or (_next_database("REDIS_URL", "CELERY_BROKER_URL", broker)),
            broker=broker or (_next_database("CELERY_BROKER_URL", "REDIS_URL", cache)),
        )


def _next_database(missing: str, given: str, url: str | None) -> str | None:
    if not url:
        return None
    parts = urlsplit(url)
    number = parts.path.strip("/") or "0"
    if parts.scheme not in {"redis", "rediss"} or not number.isdecimal():
        raise LaunchError(
            f"{missing} cannot be derived from {given}, which is not of the form "
            f"redis://host:port/number. Set {missing} too."
        )
    return urlunsplit(parts._replace(path=f"/{int(number) + 1}"))


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read. Nobody ever sees it half written."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    unfinished.replace(file)


def as_lines(variables: Mapping[str, str]) -> str:
    """The form that proj/env.py reads."""
    return "".join(f"{name}={value}\n" for name, value in variables.items())
