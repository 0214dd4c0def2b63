from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rollups import audit, capture
from rollups.definitions import ROLLUPS


def fill(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The new rollups from the facts that are stored; a refresh then adds what changes."""
    for app_id in audit.apps():
        for rollup in ROLLUPS:
            audit.rewrite(rollup, audit.Range(app_id))


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    capture.install()


class Migration(migrations.Migration):
    atomic = False  # each table's triggers in a transaction of their own, so that locks are short

    dependencies = [("rollups", "0005_statistics_functions")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
