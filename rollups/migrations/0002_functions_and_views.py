from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rollups.kinds import sql_of


def create(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("functions", "storage", "views/conferences_by_status"):
        schema_editor.execute(sql_of(name))


class Migration(migrations.Migration):
    dependencies = [("rollups", "0001_tables")]

    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.RunSQL(
            "INSERT INTO rollups.filter (id, dimension, value) VALUES (0, 'everything', '')",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "INSERT INTO rollups.capture_state (id, stale_since) VALUES (1, '-infinity')",
            migrations.RunSQL.noop,
        ),
    ]
