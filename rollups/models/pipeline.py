"""The pipeline's own tables: what is to be looked at again."""

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

    class Meta:
        db_table = "capture_state"
        db_table_comment = "One row: whether every change of a raw row has been captured."
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="capture_state_one")]

    def __str__(self) -> str:
        return f"stale since {self.stale_since}" if self.stale_since else "complete"
