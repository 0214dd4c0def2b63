"""The pipeline's own tables: what is to be looked at again."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from rollups.models.columns import APP


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


class AppState(models.Model):
    app_id = models.UUIDField(primary_key=True, db_comment=APP)
    version = models.BigIntegerField(
        db_comment="Grows whenever facts or rollups of the app are written."
    )
    warmed_version = models.BigIntegerField(
        null=True, db_comment="The version that the warm answers in the cache are of, or older."
    )

    class Meta:
        db_table = "app_state"
        db_table_comment = "What version an app's facts and rollups are, and its warm answers."

    def __str__(self) -> str:
        return f"{self.app_id}: {self.version}"


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
