"""What all processes of this machine have counted, for Prometheus.

They write into files of one folder, PROMETHEUS_MULTIPROC_DIR. The process that Prometheus asks adds
these up. Files of a process that has ended stay, because sums must not fall. Without the folder,
each process reports its own counts alone.
"""

import logging

from django.conf import settings
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from rollups.health import metrics

logger = logging.getLogger(__name__)


def counted() -> CollectorRegistry:
    """A new registry with what was counted. The caller may add collectors."""
    registry = CollectorRegistry()
    if settings.PROMETHEUS_MULTIPROC_DIR:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    else:
        registry.register(metrics.REGISTRY)
    return registry


def serve() -> None:
    """If METRICS_PORT is set, serve metrics there from now on.

    This is for a worker on a machine without our web server. If the port is taken, the worker logs
    an error and works all the same.
    """
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
