"""PeerMetrics' own tables, as an installed system has them. This project only reads them.

The models are unmanaged. Their names include schema public, which our search_path does not hold.
Only the simulator writes these tables, in PeerMetrics' way.
"""

import uuid

from django.db import models


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = models.DateTimeField()
    is_active = models.BooleanField()

    class Meta:
        abstract = True


class Organization(Row):
    name = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = '"public"."organization"'

    def __str__(self) -> str:
        return self.name


class App(Row):
    name = models.CharField(max_length=64)
    api_key = models.CharField(max_length=32, unique=True)
    domain = models.CharField(max_length=256, null=True)  # noqa: DJ001  PeerMetrics' column
    interval = models.IntegerField()
    recording = models.BooleanField()
    durations_days = models.JSONField(null=True)
    organization = models.ForeignKey(Organization, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = '"public"."app"'

    def __str__(self) -> str:
        return self.name


class Conference(Row):
    conference_id = models.CharField(max_length=64)
    conference_name = models.CharField(max_length=64, null=True)  # noqa: DJ001
    conference_info = models.JSONField(null=True)
    start_time = models.DateTimeField(null=True)
    call_start = models.DateTimeField(null=True)
    end_time = models.DateTimeField(null=True)
    ongoing = models.BooleanField()
    duration = models.PositiveIntegerField()  # seconds
    app = models.ForeignKey(App, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = '"public"."conference"'

    def __str__(self) -> str:
        return self.conference_id


class Participant(Row):
    participant_id = models.CharField(max_length=64)
    participant_name = models.CharField(max_length=64, null=True)  # noqa: DJ001
    is_sfu = models.BooleanField()
    app = models.ForeignKey(App, models.DO_NOTHING)
    conferences = models.ManyToManyField(Conference, db_table='"public"."participant_conferences"')

    class Meta:
        managed = False
        db_table = '"public"."participant"'

    def __str__(self) -> str:
        return self.participant_id


class Session(Row):
    constraints = models.JSONField(null=True)
    devices = models.JSONField(null=True)
    platform = models.JSONField(null=True)
    metadata = models.JSONField(null=True)
    geo_ip = models.JSONField(null=True)
    app_version = models.CharField(max_length=16, null=True)  # noqa: DJ001
    webrtc_sdk = models.CharField(max_length=16, null=True)  # noqa: DJ001
    session_info = models.JSONField(null=True)
    duration = models.PositiveIntegerField()
    end_time = models.DateTimeField(null=True)
    call_start = models.DateTimeField(null=True)
    conference = models.ForeignKey(Conference, models.DO_NOTHING)
    participant = models.ForeignKey(Participant, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = '"public"."app_session"'

    def __str__(self) -> str:
        return str(self.id)


class Connection(Row):
    type = models.CharField(max_length=1, null=True)  # noqa: DJ001  h, s, p, r
    state = models.CharField(max_length=32)
    connection_info = models.JSONField(null=True)
    start_time = models.DateTimeField(null=True)
    end_time = models.DateTimeField(null=True)
    duration = models.PositiveIntegerField()
    conference = models.ForeignKey(Conference, models.DO_NOTHING)
    participant = models.ForeignKey(Participant, models.DO_NOTHING, related_name="+")
    peer = models.ForeignKey(Participant, models.DO_NOTHING, related_name="+")
    session = models.ForeignKey(Session, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = '"public"."app_connection"'

    def __str__(self) -> str:
        return str(self.id)


class Issue(Row):
    type = models.CharField(max_length=1)  # e error, w warning
    code = models.CharField(max_length=32)
    data = models.JSONField(null=True)
    conference = models.ForeignKey(Conference, models.DO_NOTHING, null=True)
    connection = models.ForeignKey(Connection, models.DO_NOTHING, null=True)
    participant = models.ForeignKey(Participant, models.DO_NOTHING, null=True)
    session = models.ForeignKey(Session, models.DO_NOTHING)
    track_id = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = '"public"."app_issue"'

    def __str__(self) -> str:
        return self.code
