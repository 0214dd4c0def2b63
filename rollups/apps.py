from django.apps import AppConfig
from django.core.management.base import OutputWrapper
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate, pre_migrate


def create_schema(using: str, **kwargs: object) -> None:
    """Make the schema before Django writes its first migration row into it.

    Not by IF NOT EXISTS, which asks for the right to create one even where it is there.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('rollups') IS NULL")
        if cursor.fetchone()[0]:
            cursor.execute("CREATE SCHEMA rollups")


def bring_up_to_date(
    using: str, verbosity: int = 0, stdout: OutputWrapper | None = None, **kwargs: object
) -> None:
    """Bring the SQL in the database up to date, once all migrations of the schema are applied."""
    from rollups.installation import after_migrate

    loader = MigrationLoader(connections[using])
    latest = set(loader.graph.leaf_nodes("rollups"))
    if latest <= loader.applied_migrations.keys():
        if verbosity and stdout is not None:
            after_migrate.bring_up_to_date(stdout.write)
        else:
            after_migrate.bring_up_to_date()


class RollupsConfig(AppConfig):
    name = "rollups"

    def ready(self) -> None:
        """Register what is counted, before anything reads it."""
        from rollups import checks, statistics
        from rollups.health import task_runs

        statistics.register()
        checks.register()
        pre_migrate.connect(create_schema, sender=self)
        post_migrate.connect(bring_up_to_date, sender=self)
        task_runs.connect()
