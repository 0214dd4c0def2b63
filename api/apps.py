from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        from api import (
            remembered,  # noqa: F401  its signals
            schema,  # noqa: F401  registers itself
        )
