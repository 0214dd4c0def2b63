from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


def create_schema(using: str, **kwargs: object) -> None:
    """Make the schema before Django writes its first migration row into it.

    Not by IF NOT EXISTS, which asks for the right to create one even where it is there.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('rollups') IS NULL")
        if cursor.fetchone()[0]:
            cursor.execute("CREATE SCHEMA rollups")


class RollupsConfig(AppConfig):
    name = "rollups"

    def ready(self) -> None:
        from rollups import task_runs

        pre_migrate.connect(create_schema, sender=self)
        task_runs.connect()
