"""For load balancers and Prometheus: /livez, /readyz and /metrics."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api.access.client_address import certain_address
from rollups.health import prometheus
from rollups.health.collector import StateCollector
from rollups.health.report import can_serve, ready


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 if this process answers. It asks no server."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """`{"ready": bool, "checks": [{"name", "ok", "value", "mend"}]}`. 503 if not ready."""
    checks = ready()
    serves = can_serve(checks)
    body = {"ready": serves, "checks": [one._asdict() for one in checks]}
    return JsonResponse(body, status=200 if serves else 503)


class MayReadMetrics(BasePermission):
    """Clients in METRICS_ALLOWED_NETWORKS, and superusers.

    A client behind a proxy is not allowed by the proxy's address.
    """

    message = (
        "Metrics are for superusers, and for clients in METRICS_ALLOWED_NETWORKS. If there is a "
        "proxy, add it to TRUSTED_PROXIES and let it send X-Forwarded-For."
    )

    def has_permission(self, request: Request, view: APIView) -> bool:
        return _is_allowed(request._request) or bool(request.user.is_superuser)


def _is_allowed(request: HttpRequest) -> bool:
    address = certain_address(request)
    return address is not None and any(
        address in network for network in settings.METRICS_ALLOWED_NETWORKS
    )


@extend_schema(exclude=True)
class MetricsView(APIView):
    """The metrics in Prometheus' text format."""

    permission_classes = [MayReadMetrics]
    throttle_classes = []  # a refused scrape is a gap in every graph

    def get(self, request: Request) -> HttpResponse:
        registry = prometheus.counted()
        registry.register(StateCollector())
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)
