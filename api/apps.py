from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        from api import (
            remembered,  # noqa: F401  its signals
            schema,  # noqa: F401  registers itself
        )


class LimitedAdminConfig(admin.AdminConfig):
    """Django's admin, with the limits of `api.admin_site`."""

    default = False
    default_site = "api.admin_site.AdminSite"
