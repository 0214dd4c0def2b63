from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rollups import capture


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    capture.install()


def off(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    capture.off()


class Migration(migrations.Migration):
    atomic = False  # each table's triggers in a transaction of their own, so that locks are short

    dependencies = [
        ("rollups", "0002_functions_and_views"),
        ("peermetrics", "0001_raw_tables"),
    ]

    operations = [migrations.RunPython(install, off)]
