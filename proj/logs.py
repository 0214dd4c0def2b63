"""Logs: one line for each event on stderr, as JSON for machines or as text for people.

No secret is written: whatever a line was made of, what looks like one is blotted out at the end.
"""

import logging
import re
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

_NAMES = r"password|secret|secret_key|api_?key|csrftoken|rollups_session|sessionid|token"

_LONGEST = 2_000  # characters of a message

# They tell of each task that it was sent, received, done, all day long: metrics count the same.
_ROUTINE = ("celery.beat", "celery.worker.strategy", "celery.app.trace")

# What comes before a secret, which is kept, and the secret.
_SECRETS = [
    re.compile(before + secret, re.IGNORECASE)
    for before, secret in (
        # the password of a URL
        (r"(\b[a-z][\w+.-]*://[^\s:/@\"']*:)", r"[^\s/@\"']+(?=@)"),
        # of a header Authorization
        (r"(\b(?:Token|Bearer|Basic)\s+)", r"[\w.~+/=-]{6,}"),
        # a named value, as in cookies, query strings, connection strings and printed dicts
        (rf"(\b[\w-]*(?:{_NAMES})\\?[\"']?\s*[=:]\s*\\?[\"']?)", r"[^\s\"'\\;,&]+"),
    )
]


def config(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: `style` is json or text; `level` the least that is written."""
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
            # Handlers of Django's and gunicorn's own would write in other forms, or e-mails.
            "django": {"handlers": [], "level": level, "propagate": True},
            # That a request failed is told by proj.request_log; here is why, if nobody expected it.
            "django.request": {"filters": ["with_traceback"]},
            # Anybody can bring these errors about, by a wrong Host say: a 400, told as others are.
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
    """`time`, `level`, `logger`, `message`, what the event carries, and `exc_info`."""

    def __init__(self) -> None:
        super().__init__(
            "%(message)s",
            reserved_attrs=[*RESERVED_ATTRS, "request"],  # Django's: it has the query
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
    """Cuts messages: they may quote what a client wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if len(message) > _LONGEST:
            record.msg, record.args = f"{message[:_LONGEST]}…", ()
        return True


class WithTraceback(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)
