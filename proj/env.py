"""The environment, read once and strictly: a missing or malformed value stops the start.

Variables that are not set are taken from `.local/env`, which `./run` writes, so that
`manage.py` works beside a running `./run` without further ado.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()
environ.Env.read_env(BASE_DIR / ".local" / "env", overwrite=False)


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


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return value in {"1", "true", "yes", "on"} if value else default
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def _count(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number from 1, not {value!r}.")
    return int(value)


def _names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


_POSTGRESQL = {"postgresql", "postgres"}
_REDIS = {"redis", "rediss", "unix"}

_url("DATABASE_URL", _POSTGRESQL, "postgresql://user:password@host:5432/peermetrics")
DATABASE = _env.db_url("DATABASE_URL")
REDIS_URL = _url("REDIS_URL", _REDIS, "redis://host:6379/0")
CELERY_BROKER_URL = _url("CELERY_BROKER_URL", _REDIS, "redis://host:6379/1")
SECRET_KEY = _required("SECRET_KEY", "a-long-random-text")
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = _names("CSRF_TRUSTED_ORIGINS", "")
DEBUG = _flag("DEBUG", default=False)
SECURE_COOKIES = _flag("SECURE_COOKIES", default=False)
REFRESH_SHARDS = _count("REFRESH_SHARDS", 1)
