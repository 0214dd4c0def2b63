"""The tables of schema rollups: queue, dimensions, facts and rollups.

Their rows are written by SQL alone (see `definitions`); the models declare their form, and what
`COMMENT ON` says of them to whoever queries them.

There is no foreign key to PeerMetrics' tables: it would block their deletes. Every key of a row
that has an app contains it.
"""

from django.db import models
from django.db.models.functions import Now

APP = "The app: public.app.id."
DAY = "The calendar day, in UTC, of created_at."
FILTER = "What is counted: see table filter. Rows of different filters must never be added up."


class ChangeQueue(models.Model):
    id = models.BigAutoField(primary_key=True)
    app_id = models.UUIDField(null=True, db_comment=f"{APP} Null: found on draining.")
    conference_id = models.UUIDField(null=True, db_comment="The conference to look at again.")
    source = models.CharField(  # noqa: DJ001  a queue row has either these two or those
        max_length=32,
        null=True,
        db_comment="Instead: the raw table that changed; its conferences are found on draining.",
    )
    row_id = models.UUIDField(
        null=True, db_comment="The row of it that changed. Null: all, the table was emptied."
    )
    queued_at = models.DateTimeField(db_default=Now(), db_comment="When the change was written.")

    class Meta:
        db_table = "change_queue"
        db_table_comment = (
            "Conferences whose raw rows changed since the last refresh. Appended by triggers, "
            "emptied by the refresh; the same conference may stand here many times."
        )

    def __str__(self) -> str:
        return f"{self.conference_id or self.row_id} of {self.app_id or self.source}"


class BackfillDay(models.Model):
    pk = models.CompositePrimaryKey("app_id", "day")
    app_id = models.UUIDField(db_comment=APP)
    day = models.DateField(db_comment="The day, in UTC, on which its conferences were created.")

    class Meta:
        db_table = "backfill_day"
        db_table_comment = "Days whose facts and rollups are still to be built from the raw rows."

    def __str__(self) -> str:
        return f"{self.day} of {self.app_id}"


class CaptureState(models.Model):
    id = models.SmallIntegerField(primary_key=True, default=1)
    stale_since = models.DateTimeField(
        null=True,
        db_comment=(
            "Changes after this moment may be missing, because capture was off or a backfill is "
            "not finished. Null: none is. -infinity: no backfill was ever finished."
        ),
    )

    class Meta:
        db_table = "capture_state"
        db_table_comment = "One row: whether every change of a raw row has been captured."
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="capture_state_one")]

    def __str__(self) -> str:
        return f"stale since {self.stale_since}" if self.stale_since else "complete"


class Segment(models.Model):
    id = models.BigIntegerField(primary_key=True, db_comment="rollups.segment_id(the four values)")
    app_version = models.CharField(max_length=64)
    browser = models.CharField(max_length=64)
    os = models.CharField(max_length=64)
    country = models.CharField(max_length=64)

    class Meta:
        db_table = "segment"
        db_table_comment = (
            "Dimension: one row for each combination of app version, browser, operating system and "
            "country that a session had. 'Unknown' is a value."
        )
        constraints = [
            models.UniqueConstraint(
                fields=["app_version", "browser", "os", "country"], name="segment_values"
            )
        ]

    def __str__(self) -> str:
        return f"{self.app_version}, {self.browser}, {self.os}, {self.country}"


class Filter(models.Model):
    id = models.BigIntegerField(
        primary_key=True, db_comment="0: everything. Else rollups.filter_id(dimension, value)."
    )
    dimension = models.CharField(
        max_length=16, db_comment="everything, app_version, browser, os or country."
    )
    value = models.CharField(max_length=64)

    class Meta:
        db_table = "filter"
        db_table_comment = (
            "Dimension: what a rollup row counts. Row 0 is everything; each other row is one value "
            "of one dimension, for example browser = Chrome."
        )
        constraints = [models.UniqueConstraint(fields=["dimension", "value"], name="filter_values")]

    def __str__(self) -> str:
        return f"{self.dimension} = {self.value}"


class ConferenceFact(models.Model):
    pk = models.CompositePrimaryKey("app_id", "conference_id")
    app_id = models.UUIDField(db_comment=APP)
    conference_id = models.UUIDField(db_comment="The conference: public.conference.id.")
    created_at = models.DateTimeField()
    is_active = models.BooleanField(db_comment="Only active conferences are counted.")
    status = models.CharField(max_length=8, db_comment="success, warning, error or ongoing.")
    duration = models.IntegerField(db_comment="Seconds.")
    participants = models.IntegerField(
        db_comment="Distinct active participants, SFUs left out, that had a session in it."
    )

    class Meta:
        db_table = "conference_fact"
        db_table_comment = "Fact: one row for each conference."
        indexes = [models.Index(fields=["app_id", "created_at"], name="conference_fact_created")]

    def __str__(self) -> str:
        return str(self.conference_id)


class SessionFact(models.Model):
    pk = models.CompositePrimaryKey("app_id", "conference_id", "session_id")
    app_id = models.UUIDField(db_comment=f"{APP} That of the session's conference.")
    conference_id = models.UUIDField(db_comment="The conference: public.conference.id.")
    session_id = models.UUIDField(db_comment="The session: public.app_session.id.")
    created_at = models.DateTimeField()
    conference_created_at = models.DateTimeField(
        db_comment="created_at of the conference, so that a filter reads only the range asked for."
    )
    is_active = models.BooleanField(db_comment="Only active sessions are counted.")
    segment_id = models.BigIntegerField(db_comment="See table segment.")

    class Meta:
        db_table = "session_fact"
        db_table_comment = "Fact: one row for each session."
        indexes = [
            models.Index(
                fields=["app_id", "conference_created_at"], name="session_fact_conference"
            ),
        ]

    def __str__(self) -> str:
        return str(self.session_id)


class ConferenceStatus(models.Model):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "status")
    app_id = models.UUIDField(db_comment=APP)
    day = models.DateField(db_comment=DAY)
    filter_id = models.BigIntegerField(db_comment=FILTER)
    status = models.CharField(max_length=8, db_comment="success, warning, error or ongoing.")
    conferences = models.IntegerField()

    class Meta:
        db_table = "conference_status"
        db_table_comment = (
            "Rollup: conferences by status, per app, day and filter. A conference with a Chrome "
            "and a Firefox session is counted once under each and once under everything."
        )

    def __str__(self) -> str:
        return f"{self.conferences} {self.status} on {self.day}"
