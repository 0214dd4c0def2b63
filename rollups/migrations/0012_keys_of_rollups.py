"""The keys of rollups begin with app and filter: so a reader finds the rows of one filter.

With the day in the second place, a reader went through the rows of every filter. After the
migrations, the rollups of sessions, connections and issues get the rows of segments.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

# Each table, and the columns of its key after app, filter and day.
GROUPS = {
    "conference_duration": "min_sec",
    "conference_participants": "participants",
    "conference_status": "status",
    "connection_setup": "min_ms",
    "connection_type": "type",
    "gum_error": "gum_name, gum_message",
    "issue_code": "code",
    "issue_code_conferences": "code",
    "session_browser": "browser, version",
    "session_city": "country, city, latitude, longitude",
    "session_country": "country",
    "session_os": "os, version",
}
KEY = "ALTER TABLE rollups.{0} DROP CONSTRAINT {0}_pkey, ADD CONSTRAINT {0}_pkey PRIMARY KEY ({1}, {2})"
KEYS = [
    (
        KEY.format(table, "app_id, filter_id, day", columns),
        KEY.format(table, "app_id, day, filter_id", columns),
    )
    for table, columns in GROUPS.items()
]

# Facts and rollups whose rows are as they were, though their definitions are written in another way.
# Name: the digest of the former text, and of the new one.
SAME = {
    "fact conference_fact": (
        "8be8b481edb052c7086d2d53aa6ff7a7",
        "45343996165011b4f471df72c4070a2e",
    ),
    "fact session_fact": (
        "aa0f1deda27fbe5564e936d9cece0086",
        "1a3edad3b4034079670588649ad24407",
    ),
    "fact connection_fact": (
        "07e3cf2a1c89e88460b3dba371c565a6",
        "3212bbd75460de8af8b7b5d6bb3461a6",
    ),
    "fact issue_fact": (
        "6f6d99fba3767972fcf5ec8025243ba9",
        "59584820f7d65d7cdb454cc94008bf3b",
    ),
    "rollup conference_status": (
        "178213efe0a99cd1cee56ef6bfc50938",
        "3fc23785e96837efa69402b7efbc0b56",
    ),
    "rollup conference_duration": (
        "cb55b28d8b777ac05a721ee63dc0a7ac",
        "cd75722d8cbe6e6cceb467f03f26a3d8",
    ),
    "rollup conference_participants": (
        "71fdcc0dc5cc1740a22849414bb9009e",
        "34bae70d0d1f3cc34dab88480dad6a86",
    ),
    "rollup issue_code_conferences": (
        "a807211fa3f1e8385ca40c6949a70c8b",
        "e8e35442f8dc51f22c256363ba9e0db1",
    ),
}

REPLACE = "UPDATE rollups.installed SET digest = %s WHERE name = %s AND digest = %s"


class Migration(migrations.Migration):
    dependencies = [
        ("rollups", "0011_segments_of_conferences"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="conferenceduration",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "min_sec",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="conferenceparticipants",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "participants",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="conferencestatus",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "status",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="connectionsetup",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "min_ms",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="connectiontype",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "type",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="gumerror",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "gum_name",
                        "gum_message",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="issuecode",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="issuecodeconferences",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="sessionbrowser",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "browser",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="sessioncity",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "country",
                        "city",
                        "latitude",
                        "longitude",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="sessioncountry",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "country",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="sessionos",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "app_id",
                        "filter_id",
                        "day",
                        "os",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            database_operations=[migrations.RunSQL(*key) for key in KEYS],
        ),
        migrations.AddIndex(
            model_name="conferenceduration",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="conferenceduration_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="conferenceparticipants",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="conferenceparticipants_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="conferencestatus",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="conferencestatus_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="conferencestatusquarter",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="conferencestatusquarter_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="connectionsetup",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="connectionsetup_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="connectiontype",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="connectiontype_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="gumerror",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="gumerror_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="issuecode",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="issuecode_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="issuecodeconferences",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="issuecodeconferences_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="sessionbrowser",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="sessionbrowser_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="sessioncity",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="sessioncity_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="sessioncountry",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="sessioncountry_day", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="sessionos",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["day"], name="sessionos_day", pages_per_range=16
            ),
        ),
        migrations.RunSQL(
            [(REPLACE, [new, name, former]) for name, (former, new) in SAME.items()],
            [(REPLACE, [former, name, new]) for name, (former, new) in SAME.items()],
        ),
    ]
