"""The Celery application: `celery -A proj worker`, `celery -A proj beat`."""

import os

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")

app = Celery("proj")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_django_logging(**kwargs: object) -> None:
    """Celery configures logging itself unless a receiver is connected to this signal."""


@signals.worker_ready.connect
def serve_metrics(**kwargs: object) -> None:
    """Runs in the worker's parent process and serves the metrics of all its children."""
    from rollups.health import prometheus

    prometheus.serve()
