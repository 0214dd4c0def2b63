"""Logs: one line for each event on stderr, as JSON for machines or as text for people.

The last step replaces secrets in the finished line by `***`, whatever their origin.
"""

import logging
import re
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

_NAMES = r"password|secret|secret_key|api_?key|csrftoken|rollups_session|sessionid|token"

_LONGEST = 2_000  # characters of a message

# They log each task as sent, received and done. The metrics count the same events.
_ROUTINE = ("celery.beat", "celery.worker.strategy", "celery.app.trace")

# Each pattern has the text before a secret, which is kept, and the secret.
_SECRETS = [
    re.compile(before + secret, re.IGNORECASE)
    for before, secret in (
        # the password of a URL
        (r"(\b[a-z][\w+.-]*://[^\s:/@\"']*:)", r"[^\s/@\"']+(?=@)"),
        # the credentials of an Authorization header
        (r"(\b(?:Token|Bearer|Basic)\s+)", r"[\w.~+/=-]{6,}"),
        # a named value in a cookie, query string, connection string or printed dict
        (rf"(\b[\w-]*(?:{_NAMES})\\?[\"']?\s*[=:]\s*\\?[\"']?)", r"[^\s\"'\\;,&]+"),
    )
]


def config(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. `style` is json or text; `level` is the lowest level that is logged."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "proj.logs.Json"},
            "text": {"()": "proj.logs.Text"},
        },
        "filters": {
            "with_traceback": {"()": "proj.logs.WithTraceback"},
            "short": {"()": "proj.logs.Short"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": style,
                "level": level,
                "filters": ["short"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's and gunicorn's own handlers use other formats, or send e-mails.
            "django": {"handlers": [], "level": level, "propagate": True},
            # proj.request_log logs that a request failed. This logs the traceback.
            "django.request": {"filters": ["with_traceback"]},
            # Any client can cause these errors, for example by a wrong Host. They get a 400, and
            # proj.request_log logs it like others.
            "django.security": {"level": "CRITICAL"},
            "django.security.csrf": {"level": level},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
            **({} if level == "DEBUG" else {name: {"level": "WARNING"} for name in _ROUTINE}),
        },
    }


def blotted(line: str) -> str:
    """The line without its secrets."""
    for pattern in _SECRETS:
        line = pattern.sub(r"\1***", line)
    return line


class Json(JsonFormatter):
    """`time`, `level`, `logger`, `message`, the event's extra fields, and `exc_info`."""

    def __init__(self) -> None:
        super().__init__(
            "%(message)s",
            reserved_attrs=[*RESERVED_ATTRS, "request"],  # Django's request holds the query
            json_ensure_ascii=False,
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        super().add_fields(log_data, record, message_dict)

    def format(self, record: logging.LogRecord) -> str:
        return blotted(super().format(record))


class Text(logging.Formatter):
    """`12:30:05 WARNING rollups.tasks: message`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return blotted(super().format(record))


class Short(logging.Filter):
    """Cuts long messages. They may quote a client's text."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if len(message) > _LONGEST:
            record.msg, record.args = f"{message[:_LONGEST]}…", ()
        return True


class WithTraceback(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)
