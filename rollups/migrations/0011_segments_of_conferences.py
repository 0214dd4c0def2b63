"""A conference's fact has its segments, and rows of a segment serve queries that combine filters.

The segments of stored conferences are those of their stored sessions. The rollups of sessions,
connections and issues get their rows of segments after the migrations, from the stored facts.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
UPDATE rollups.conference_fact c SET segments = active.segments
FROM (
    SELECT app_id, conference_id, array_agg(DISTINCT segment_id ORDER BY segment_id) AS segments
    FROM rollups.session_fact WHERE is_active GROUP BY app_id, conference_id
) active
WHERE active.app_id = c.app_id AND active.conference_id = c.conference_id"""


class Migration(migrations.Migration):
    dependencies = [
        ("rollups", "0010_definitions_renamed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConferenceStatusQuarter",
            fields=[
                ("app_id", models.UUIDField(db_comment="The app: public.app.id.")),
                ("day", models.DateField(db_comment="The calendar day, in UTC, of created_at.")),
                (
                    "filter_id",
                    models.BigIntegerField(
                        db_comment="What is counted: see table filter. Rows of different filters must never be added up."
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "quarter",
                        "status",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "quarter",
                    models.DateTimeField(db_comment="The first instant of a quarter of an hour."),
                ),
                (
                    "status",
                    models.CharField(
                        db_comment="success, warning, error or ongoing.", max_length=8
                    ),
                ),
                ("conferences", models.IntegerField()),
            ],
            options={
                "db_table": "conference_status_quarter",
                "db_table_comment": "Rollup: conferences by quarter of an hour and status, per app, day and filter. Hours, and days of other time zones than UTC, are made of quarters.",
            },
        ),
        migrations.RemoveIndex(
            model_name="sessionfact",
            name="session_fact_conference",
        ),
        migrations.RemoveField(
            model_name="sessionfact",
            name="conference_created_at",
        ),
        migrations.AddField(
            model_name="conferencefact",
            name="segments",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                db_comment="The segments of its active sessions, each once: see table segment.",
                default=list,
                size=None,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
