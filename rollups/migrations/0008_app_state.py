from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rollups import audit
from rollups.definitions import CONNECTION_SETUP
from rollups.kinds import sql_of


def refine(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Setup times in finer buckets, from the facts that are stored."""
    schema_editor.execute(sql_of("functions"))
    for app_id in audit.apps():
        audit.rewrite(CONNECTION_SETUP, audit.Range(app_id))
    schema_editor.execute(sql_of("views/connections_by_setup_time"))


class Migration(migrations.Migration):
    dependencies = [
        ("rollups", "0007_task_run"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppState",
            fields=[
                (
                    "app_id",
                    models.UUIDField(
                        db_comment="The app: public.app.id.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.BigIntegerField(
                        db_comment="Grows whenever facts or rollups of the app are written."
                    ),
                ),
                (
                    "warmed_version",
                    models.BigIntegerField(
                        db_comment="The version that the warm answers in the cache are of, or older.",
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "app_state",
                "db_table_comment": "What version an app's facts and rollups are, and its warm answers.",
            },
        ),
        migrations.CreateModel(
            name="OpenedZone",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "app_id",
                        "zone",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("app_id", models.UUIDField(db_comment="The app: public.app.id.")),
                ("zone", models.CharField(db_comment="IANA name.", max_length=64)),
                ("opened_at", models.DateTimeField(db_comment="When last, to some minutes.")),
            ],
            options={
                "db_table": "opened_zone",
                "db_table_comment": "Time zones that the dashboard of an app was opened with lately.",
            },
        ),
        migrations.RunPython(refine, migrations.RunPython.noop),
    ]
