"""The environment, read once. A missing or malformed value stops the process with a message that
says how to fix it.

`./run` writes the file `.local/env`. Variables that are not set are taken from it, so `manage.py`
works beside a running `./run`.
"""

import os
import re
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg2 import ProgrammingError
from psycopg2.extensions import parse_dsn

BASE_DIR = Path(__file__).resolve().parent.parent


def read_file(file: Path) -> None:
    """Set each variable of the lines NAME=value that is not set. The file may be absent."""
    with suppress(OSError):
        for line in file.read_text().splitlines():
            name, _, value = line.partition("=")
            os.environ.setdefault(name, value)


read_file(BASE_DIR / ".local" / "env")


def _required(name: str, example: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it, for example {name}={example}, or start everything "
            "on this machine with ./run."
        )
    return value


def _url(name: str, schemes: set[str], example: str) -> str:
    value = _required(name, example)
    if urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} must begin with {' or '.join(f'{s}://' for s in sorted(schemes))}, "
            f"for example {example}."
        )
    return value


_PARTS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def _database(name: str, example: str) -> dict[str, Any]:
    """Django's settings of the database that the address leads to.

    libpq reads the address. Parameters of it, such as sslmode, become OPTIONS.
    """
    address = _url(name, {"postgresql", "postgres"}, example)
    try:
        parts = parse_dsn(address)
    except ProgrammingError:
        parts = {"port": "cannot be read"}
    # An @ or / of the password, not written as %xx, ends up in the host or in the port.
    if "@" in parts.get("host", "") or not re.fullmatch(r"[\d,]*", parts.get("port", "")):
        raise ImproperlyConfigured(  # without the address: it holds the password
            f"{name} is not an address that PostgreSQL can read. Write it like {example}, and "
            "special characters of the user name and the password as %xx, for example @ as %40."
        )
    settings: dict[str, Any] = {key: parts.pop(part, "") for key, part in _PARTS.items()}
    return {**settings, "OPTIONS": parts}


_WEB_URL = re.compile(r"https?://([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(/[^\s?#]*)?")


def _web_url(name: str, example: str) -> str | None:
    """An address without the slash at its end. Callers append a path. None if it is not set."""
    value = os.environ.get(name, "").strip().rstrip("/")
    if value and not _WEB_URL.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name} must be an http:// or https:// address without query, fragment or user name, "
            f"for example {example}, not {value!r}."
        )
    return value or None


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return value in {"1", "true", "yes", "on"} if value else default
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def _count(name: str, default: int, least: int = 1) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {value!r}.")
    return int(value)


def _names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _networks(name: str, default: str = "") -> list[IPv4Network | IPv6Network]:
    """The networks of a list. The list may also hold the word `unix`, which is left out."""
    try:
        return [ip_network(part) for part in _names(name, default) if part != "unix"]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: {error}. It must be networks or addresses separated by commas, for example "
            "10.0.0.0/8,192.168.1.7, and the word unix for a proxy on a Unix socket."
        ) from error


def _choice(name: str, choices: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, "").strip() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def _folder(name: str) -> Path | None:
    if name not in os.environ:
        return None
    folder = Path(os.environ[name])
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise ImproperlyConfigured(
            f"{name} must be a folder that exists, that is empty when the processes start, and "
            f"that they may write to; {str(folder)!r} is not. Make it, or unset {name}."
        )
    return folder


_REDIS = {"redis", "rediss", "unix"}

DATABASE = _database("DATABASE_URL", "postgresql://user:password@host:5432/peermetrics")
REDIS_URL = _url("REDIS_URL", _REDIS, "redis://host:6379/0")
CELERY_BROKER_URL = _url("CELERY_BROKER_URL", _REDIS, "redis://host:6379/1")
SECRET_KEY = _required("SECRET_KEY", "a-long-random-text")
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = _names("CSRF_TRUSTED_ORIGINS", "")
DEBUG = _flag("DEBUG", default=False)
SECURE_COOKIES = _flag("SECURE_COOKIES", default=False)
SSL_REDIRECT = _flag("SSL_REDIRECT", default=False)
HSTS_SECONDS = _count("HSTS_SECONDS", 0, least=0)
REFRESH_SHARDS = _count("REFRESH_SHARDS", 1)
PEERMETRICS_WEB_URL = _web_url("PEERMETRICS_WEB_URL", "https://peermetrics.example.com")
QUERY_TIMEOUT_SECONDS = _count("QUERY_TIMEOUT_SECONDS", 20)
RATE_LIMIT_PER_MINUTE = _count("RATE_LIMIT_PER_MINUTE", 2000)
TRUSTED_PROXIES = _networks("TRUSTED_PROXIES")
TRUST_UNIX_SOCKETS = "unix" in _names("TRUSTED_PROXIES", "")
LOG_FORMAT = _choice("LOG_FORMAT", ("json", "text"), "json")
LOG_LEVEL = _choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
METRICS_ALLOWED_NETWORKS = _networks("METRICS_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128")
PROMETHEUS_MULTIPROC_DIR = _folder("PROMETHEUS_MULTIPROC_DIR")
METRICS_PORT = _count("METRICS_PORT", 1) if os.environ.get("METRICS_PORT") else None
METRICS_HOST = os.environ.get("METRICS_HOST", "127.0.0.1")
if METRICS_PORT and not PROMETHEUS_MULTIPROC_DIR:
    raise ImproperlyConfigured(
        "METRICS_PORT makes a worker tell what its processes count, and they share their counts "
        "in files. Set PROMETHEUS_MULTIPROC_DIR too, to an empty folder of the worker's own."
    )
