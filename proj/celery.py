"""The Celery application: `celery -A proj worker`, `celery -A proj beat`."""

import os

from celery import Celery, signals
from django.core.management.base import BaseCommand, SystemCheckError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")

app = Celery("proj")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_django_logging(**kwargs: object) -> None:
    """Celery configures logging itself unless a receiver is connected to this signal."""


@signals.import_modules.connect(sender=app)
def check(**kwargs: object) -> None:
    """Worker and beat end if a system check fails. Celery runs the checks, but drops the result."""
    try:
        BaseCommand().check()
    except SystemCheckError as error:
        raise SystemExit(str(error)) from error


@signals.worker_ready.connect
def serve_metrics(**kwargs: object) -> None:
    """Runs in the worker's parent process and serves the metrics of all its children."""
    from rollups.health import prometheus

    prometheus.serve()
