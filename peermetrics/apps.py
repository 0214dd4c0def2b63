from django.apps import AppConfig


class PeerMetricsConfig(AppConfig):
    name = "peermetrics"
    verbose_name = "PeerMetrics (read only)"
