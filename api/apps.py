from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        from api import schema  # noqa: F401  registers itself with drf-spectacular
        from api.access import credential_cache  # noqa: F401  connects its signals


class LimitedAdminConfig(admin.AdminConfig):
    """Django's admin with the limits of `api.access.admin_site`."""

    default = False
    default_site = "api.access.admin_site.AdminSite"
