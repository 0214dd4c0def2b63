from django.db import migrations


class Migration(migrations.Migration):
    """Functions, views and triggers are no part of migrations: see `rollups.after_migrate`."""

    dependencies = [("rollups", "0001_tables")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO rollups.filter (id, dimension, value) VALUES (0, 'everything', '')",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "INSERT INTO rollups.capture_state (id, stale_since) VALUES (1, '-infinity')",
            migrations.RunSQL.noop,
        ),
    ]
