"""Copies of the project that a test may change, and run."""

import shutil
from pathlib import Path

from django.conf import settings

OURS = ("api", "celerybeat", "peermetrics", "proj", "rollups", "simulate", "web")

_FILES = ("CONTRIBUTING.md", "gunicorn.conf.py", "manage.py")
_LEFT_OUT = shutil.ignore_patterns("node_modules", "dist", "__pycache__")


def copy_of_the_project(to: Path) -> Path:
    """The project's code, in a new folder of this path."""
    for name in (*OURS, "launch"):
        shutil.copytree(settings.BASE_DIR / name, to / name, ignore=_LEFT_OUT)
    for name in _FILES:
        shutil.copy(settings.BASE_DIR / name, to)
    (to / "web" / "dist").mkdir()  # of the page: a system check warns if it is not there
    return to
