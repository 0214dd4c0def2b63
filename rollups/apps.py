from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


def create_schema(using: str, **kwargs: object) -> None:
    """Make the schema before Django writes its first migration row into it."""
    with connections[using].cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS rollups")


class RollupsConfig(AppConfig):
    name = "rollups"

    def ready(self) -> None:
        pre_migrate.connect(create_schema, sender=self)
