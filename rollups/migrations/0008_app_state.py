from django.db import migrations, models

# Setup times are kept in finer buckets from here on. What an earlier version has stored is built
# anew: a refresh adds differences alone, and would never change the form of a row.
BUILD_ANEW = """
TRUNCATE rollups.conference_fact, rollups.session_fact, rollups.connection_fact,
    rollups.issue_fact, rollups.conference_status, rollups.conference_duration,
    rollups.conference_participants, rollups.issue_code, rollups.issue_code_conferences,
    rollups.gum_error, rollups.connection_type, rollups.connection_setup,
    rollups.session_browser, rollups.session_os, rollups.session_country, rollups.session_city;
UPDATE rollups.capture_state SET stale_since = '-infinity';
INSERT INTO rollups.backfill_day (app_id, day)
SELECT DISTINCT app_id, (created_at AT TIME ZONE 'UTC')::date FROM public.conference
ON CONFLICT DO NOTHING"""


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
        migrations.RunSQL(BUILD_ANEW, migrations.RunSQL.noop),
    ]
