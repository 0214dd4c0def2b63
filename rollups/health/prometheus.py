"""What all processes of this machine have counted, for Prometheus.

They write into files of one folder, PROMETHEUS_MULTIPROC_DIR; whoever is asked adds these up. The
files of a process that has ended stay, because sums must not fall. Without the folder, each
process tells of itself alone.
"""

import logging

from django.conf import settings
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from rollups.health import metrics

logger = logging.getLogger(__name__)


def counted() -> CollectorRegistry:
    """A registry of what was counted, to which a collector may be added."""
    registry = CollectorRegistry()
    if settings.PROMETHEUS_MULTIPROC_DIR:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    else:
        registry.register(metrics.REGISTRY)
    return registry


def serve() -> None:
    """If METRICS_PORT is set, answer there from now on: for a worker beside which no web server
    of ours runs. If the port is taken, the worker works all the same, and says so."""
    if not settings.METRICS_PORT:
        return
    try:
        start_http_server(settings.METRICS_PORT, settings.METRICS_HOST, counted())
    except OSError as error:
        logger.error(
            "METRICS_PORT %s cannot be used, so this worker tells no metrics: %s. Give each worker "
            "of a machine a port of its own.",
            settings.METRICS_PORT,
            error,
        )
