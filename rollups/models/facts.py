"""Facts: a narrow, typed row for each raw row."""

from django.db import models

from rollups.models.columns import APP


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
            models.Index(
                fields=["app_id", "conference_created_at"], name="session_fact_conference"
            ),
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
