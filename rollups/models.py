"""Every table of schema rollups, in the order of the life of a number.

SQL alone writes most of these rows: see `statistics` for what they hold, `pipeline` for how they
get there. The models declare the columns, and the comments that analysts read in the database.

No table has a foreign key to PeerMetrics' tables: it would block their deletes. The key of every
row that belongs to an app contains the app.
"""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

APP = "The app: public.app.id."
DAY = "The calendar day, in UTC, of created_at."
FILTER = "What is counted: see table filter. Rows of different filters must never be added up."


# Changes: what was written to PeerMetrics' tables and is not counted yet.


class CaptureState(models.Model):
    id = models.SmallIntegerField(primary_key=True, default=1)
    stale_since = models.DateTimeField(
        null=True,
        db_comment=(
            "Changes after this moment may be missing, because capture was off or a backfill is "
            "not finished. Null: none is. -infinity: no backfill was ever finished."
        ),
    )
    missed = models.BigIntegerField(
        db_default=0,
        db_comment=(
            "How many of the changes that a trigger failed to queue are mended. Sequence "
            "missed_change counts all of them; while they differ, some are still missing."
        ),
    )
    complete_at = models.DateTimeField(
        null=True,
        db_comment="When last no change was missing that a trigger had failed to queue.",
    )
    noticed = models.BigIntegerField(
        null=True, db_comment="While some are missing: what missed_change was when it was noticed."
    )
    noticed_at = models.DateTimeField(null=True, db_comment="When it was noticed.")
    noticed_xid = models.BigIntegerField(
        null=True,
        db_comment=(
            "All transactions that it may have happened in have ids below this one: once they have "
            "ended, an audit sees what they wrote."
        ),
    )

    class Meta:
        db_table = "capture_state"
        db_table_comment = "One row: whether every change of a raw row has been captured."
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="capture_state_one")]

    def __str__(self) -> str:
        return f"stale since {self.stale_since}" if self.stale_since else "complete"


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
        # A turn takes the oldest rows of one app.
        indexes = (models.Index(fields=["app_id", "queued_at"], name="change_queue_app"),)

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


class AuditRound(models.Model):
    kind = models.CharField(
        primary_key=True, max_length=10, db_comment="recent: today and yesterday; all: every day."
    )
    began_at = models.DateTimeField(db_comment="When it began.")
    app_id = models.UUIDField(
        null=True, db_comment="The app it is at; apps are taken by id. Null: before the first."
    )
    day = models.DateField(
        null=True, db_comment="The day of the app that it looked at last. Null: none yet."
    )
    days = models.IntegerField(db_default=0, db_comment="How many days of apps it has looked at.")
    differences = models.IntegerField(
        db_default=0, db_comment="How many differences it found, and repaired."
    )
    covers = models.BigIntegerField(
        null=True,
        db_comment="Missed changes that are mended when it ends: capture_state.noticed.",
    )
    ended_at = models.DateTimeField(null=True, db_comment="When it ended. Null: it goes on.")
    last_ended_at = models.DateTimeField(null=True, db_comment="When the one before it ended.")
    last_days = models.IntegerField(null=True, db_comment="How many days that one looked at.")
    last_differences = models.IntegerField(
        db_default=0, db_comment="How many differences that one found, and repaired."
    )

    class Meta:
        db_table = "audit_round"
        db_table_comment = "How far the rolling audit is: one row for each kind of round."

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days, {self.differences} differences"

    @property
    def seen_at(self) -> datetime:
        """When a round of this kind ended last; before the first has, when it began."""
        return self.ended_at or self.last_ended_at or self.began_at


# Dimensions: what rows are filtered by.


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


# Facts: a narrow, typed row for each raw row.


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
    segments = ArrayField(
        models.BigIntegerField(),
        default=list,
        db_comment="The segments of its active sessions, each once: see table segment.",
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
    is_active = models.BooleanField(db_comment="Only active sessions are counted.")
    browser_version = models.CharField(max_length=64, db_comment="Its major version.", default="")
    os_version = models.CharField(max_length=64, default="")
    city = models.CharField(  # noqa: DJ001  null: not known
        max_length=64, null=True, db_comment="Null: no name, or no coordinates on the map."
    )
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    segment_id = models.BigIntegerField(db_comment="See table segment.")

    class Meta:
        db_table = "session_fact"
        db_table_comment = "Fact: one row for each session."
        indexes = [
            models.Index(fields=["app_id", "created_at"], name="session_fact_created"),
        ]

    def __str__(self) -> str:
        return str(self.session_id)


class ConnectionFact(models.Model):
    pk = models.CompositePrimaryKey("app_id", "conference_id", "connection_id")
    app_id = models.UUIDField(db_comment=f"{APP} That of the connection's conference.")
    conference_id = models.UUIDField(db_comment="The conference: public.conference.id.")
    connection_id = models.UUIDField(db_comment="The connection: public.app_connection.id.")
    created_at = models.DateTimeField()
    is_active = models.BooleanField(db_comment="Only active connections are counted.")
    type = models.CharField(  # noqa: DJ001  null: not known
        max_length=7, null=True, db_comment="relayed or direct. Null: not known yet."
    )
    setup_ms = models.FloatField(
        null=True,
        db_comment="Milliseconds of the first negotiation. Null: it did not connect.",
    )
    segment_id = models.BigIntegerField(db_comment="That of its session: see table segment.")

    class Meta:
        db_table = "connection_fact"
        db_table_comment = "Fact: one row for each connection."
        indexes = [models.Index(fields=["app_id", "created_at"], name="connection_fact_created")]

    def __str__(self) -> str:
        return str(self.connection_id)


class IssueFact(models.Model):
    pk = models.CompositePrimaryKey("app_id", "conference_id", "issue_id")
    app_id = models.UUIDField(db_comment=f"{APP} That of the issue's conference.")
    conference_id = models.UUIDField(db_comment="The conference: public.conference.id.")
    issue_id = models.UUIDField(db_comment="The issue: public.app_issue.id.")
    created_at = models.DateTimeField()
    conference_created_at = models.DateTimeField(db_comment="created_at of the conference.")
    is_active = models.BooleanField(db_comment="Only active issues are counted.")
    conference_is_active = models.BooleanField()
    code = models.CharField(max_length=32)
    gum_name = models.CharField(  # noqa: DJ001  null: not such an error
        max_length=64, null=True, db_comment="Name of the getUserMedia error. Null: it is none."
    )
    gum_message = models.CharField(
        max_length=256, db_comment="Message of the getUserMedia error, cut at 256 characters."
    )
    segment_id = models.BigIntegerField(db_comment="That of its session: see table segment.")

    class Meta:
        db_table = "issue_fact"
        db_table_comment = "Fact: one row for each issue that is attributed to a conference."
        indexes = [
            models.Index(fields=["app_id", "created_at"], name="issue_fact_created"),
            models.Index(fields=["app_id", "conference_created_at"], name="issue_fact_conference"),
        ]

    def __str__(self) -> str:
        return str(self.issue_id)


# Rollups: sums over facts, per app, day and filter.


class RollupRow(models.Model):
    app_id = models.UUIDField(db_comment=APP)
    day = models.DateField(db_comment=DAY)
    filter_id = models.BigIntegerField(db_comment=FILTER)

    class Meta:
        abstract = True
        # The key finds rows of a filter, which readers ask for. This finds all rows of a day, which
        # the audit asks for. It is tiny, because a day's rows lie together.
        indexes: ClassVar = [BrinIndex(fields=["day"], name="%(class)s_day", pages_per_range=16)]

    def __str__(self) -> str:
        return f"{self._meta.db_table} of {self.app_id} on {self.day}"


class ConferenceStatus(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "status")
    status = models.CharField(max_length=8, db_comment="success, warning, error or ongoing.")
    conferences = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "conference_status"
        db_table_comment = (
            "Rollup: conferences by status, per app, day and filter. A conference with a Chrome "
            "and a Firefox session is counted once under each and once under everything."
        )


class ConferenceStatusQuarter(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "quarter", "status")
    quarter = models.DateTimeField(db_comment="The first instant of a quarter of an hour.")
    status = models.CharField(max_length=8, db_comment="success, warning, error or ongoing.")
    conferences = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "conference_status_quarter"
        db_table_comment = (
            "Rollup: conferences by quarter of an hour and status, per app, day and filter. Hours, "
            "and days of other time zones than UTC, are made of quarters."
        )


class ConferenceDuration(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "min_sec")
    min_sec = models.IntegerField(db_comment="Lower bound of the bucket, in seconds, inclusive.")
    conferences = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "conference_duration"
        db_table_comment = "Rollup: conferences by duration bucket, per app, day and filter."


class ConferenceParticipants(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "participants")
    participants = models.IntegerField(db_comment="How many took part. 0 is a value.")
    conferences = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "conference_participants"
        db_table_comment = "Rollup: conferences by number of participants, per app, day and filter."


class IssueCode(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "code")
    code = models.CharField(max_length=32)
    issues = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "issue_code"
        db_table_comment = "Rollup: issues by code, per app, day of the issue and filter."


class IssueCodeConferences(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "code")
    code = models.CharField(max_length=32)
    conferences = models.IntegerField(db_comment="Those with at least one issue of the code.")

    class Meta(RollupRow.Meta):
        db_table = "issue_code_conferences"
        db_table_comment = (
            "Rollup: conferences that have issues of a code, of any date, per app, day of the "
            "conference and filter. A conference counts once under each of its codes."
        )


class GumError(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "gum_name", "gum_message")
    gum_name = models.CharField(max_length=64, db_comment="For example NotAllowedError.")
    gum_message = models.CharField(max_length=256, db_comment="Cut at 256 characters; may be ''.")
    issues = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "gum_error"
        db_table_comment = (
            "Rollup: errors of getUserMedia by name and message, per app, day and filter."
        )


class ConnectionType(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "type")
    type = models.CharField(max_length=7, db_comment="relayed (through TURN) or direct.")
    connections = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "connection_type"
        db_table_comment = "Rollup: relayed and direct connections, per app, day and filter."


class ConnectionSetup(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "min_ms")
    min_ms = models.IntegerField(db_comment="Lower bound of the bucket, in ms, inclusive.")
    connections = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "connection_setup"
        db_table_comment = "Rollup: connections by setup-time bucket, per app, day and filter."


class SessionBrowser(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "browser", "version")
    browser = models.CharField(max_length=64)
    version = models.CharField(max_length=64, db_comment="Its major version.")
    sessions = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "session_browser"
        db_table_comment = "Rollup: sessions by browser and version, per app, day and filter."


class SessionOs(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "os", "version")
    os = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    sessions = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "session_os"
        db_table_comment = (
            "Rollup: sessions by operating system and version, per app, day and filter."
        )


class SessionCountry(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "filter_id", "day", "country")
    country = models.CharField(max_length=64, db_comment="ISO 3166 code, or Unknown.")
    sessions = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "session_country"
        db_table_comment = "Rollup: sessions by country, per app, day and filter."


class SessionCity(RollupRow):
    pk = models.CompositePrimaryKey(
        "app_id", "filter_id", "day", "country", "city", "latitude", "longitude"
    )
    country = models.CharField(max_length=64, db_comment="ISO 3166 code, or Unknown.")
    city = models.CharField(max_length=64)
    latitude = models.FloatField()
    longitude = models.FloatField()
    sessions = models.IntegerField()

    class Meta(RollupRow.Meta):
        db_table = "session_city"
        db_table_comment = (
            "Rollup: sessions by city and coordinates, per app, day and filter. Only sessions "
            "whose city has a name and coordinates."
        )


# What is read, by whom, and how the product is.


class AppState(models.Model):
    app_id = models.UUIDField(primary_key=True, db_comment=APP)
    version = models.BigIntegerField(
        db_comment="Grows whenever facts or rollups of the app are written."
    )
    noted_version = models.BigIntegerField(
        null=True, db_comment="The last version whose days are noted in app_day."
    )
    all_days_version = models.BigIntegerField(
        null=True, db_comment="Every day may have been written at this version."
    )
    warmed_version = models.BigIntegerField(
        null=True, db_comment="The version that the warm answers in the cache are of, or older."
    )

    class Meta:
        db_table = "app_state"
        db_table_comment = "What version an app's facts and rollups are, and its warm answers."

    def __str__(self) -> str:
        return f"{self.app_id}: {self.version}"


class AppDay(models.Model):
    pk = models.CompositePrimaryKey("app_id", "day")
    app_id = models.UUIDField(db_comment=APP)
    day = models.DateField(db_comment="In UTC.")
    version = models.BigIntegerField(
        db_comment="The version of the app at which facts or rollups of this day were written last."
    )

    class Meta:
        db_table = "app_day"
        db_table_comment = "At what version each day of an app was written last."

    def __str__(self) -> str:
        return f"{self.day} of {self.app_id}: {self.version}"


class OpenedZone(models.Model):
    pk = models.CompositePrimaryKey("app_id", "zone")
    app_id = models.UUIDField(db_comment=APP)
    zone = models.CharField(max_length=64, db_comment="IANA name.")
    opened_at = models.DateTimeField(db_comment="When last, to some minutes.")

    class Meta:
        db_table = "opened_zone"
        db_table_comment = "Time zones that the dashboard of an app was opened with lately."

    def __str__(self) -> str:
        return f"{self.app_id} in {self.zone} at {self.opened_at}"


class TaskRun(models.Model):
    task = models.CharField(primary_key=True, max_length=100, db_comment="The task's name.")
    finished_at = models.DateTimeField(db_comment="When it ended last, whatever came of it.")
    seconds = models.FloatField(db_comment="How long it ran.")
    error = models.CharField(
        max_length=100, blank=True, db_comment="The kind of error it ended in; empty: none."
    )
    result = models.IntegerField(
        null=True,
        db_comment=(
            "What it counted: conferences refreshed, answers warmed, days built, differences "
            "found. Null where it ended in an error."
        ),
    )

    class Meta:
        db_table = "task_run"
        db_table_comment = "The last run of each periodic task, written by the worker that ran it."

    def __str__(self) -> str:
        return f"{self.task}: {self.error or self.result} at {self.finished_at}"


class Installed(models.Model):
    name = models.CharField(
        primary_key=True, max_length=100, db_comment="The function file, view, trigger, fact..."
    )
    digest = models.CharField(max_length=32, db_comment="Of the SQL that defines it.")

    class Meta:
        db_table = "installed"
        db_table_comment = (
            "Which definitions this schema was made from, and its rows were built by; manage.py "
            "migrate brings up to date what differs from the code."
        )

    def __str__(self) -> str:
        return self.name
