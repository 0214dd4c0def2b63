"""Rollups: sums over facts, per app, day and filter."""

from django.db import models

from rollups.models.columns import APP, DAY, FILTER


class RollupRow(models.Model):
    app_id = models.UUIDField(db_comment=APP)
    day = models.DateField(db_comment=DAY)
    filter_id = models.BigIntegerField(db_comment=FILTER)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.db_table} of {self.app_id} on {self.day}"


class ConferenceStatus(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "status")
    status = models.CharField(max_length=8, db_comment="success, warning, error or ongoing.")
    conferences = models.IntegerField()

    class Meta:
        db_table = "conference_status"
        db_table_comment = (
            "Rollup: conferences by status, per app, day and filter. A conference with a Chrome "
            "and a Firefox session is counted once under each and once under everything."
        )


class ConferenceDuration(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "min_sec")
    min_sec = models.IntegerField(db_comment="Lower bound of the bucket, in seconds, inclusive.")
    conferences = models.IntegerField()

    class Meta:
        db_table = "conference_duration"
        db_table_comment = "Rollup: conferences by duration bucket, per app, day and filter."


class ConferenceParticipants(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "participants")
    participants = models.IntegerField(db_comment="How many took part. 0 is a value.")
    conferences = models.IntegerField()

    class Meta:
        db_table = "conference_participants"
        db_table_comment = "Rollup: conferences by number of participants, per app, day and filter."


class IssueCode(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "code")
    code = models.CharField(max_length=32)
    issues = models.IntegerField()

    class Meta:
        db_table = "issue_code"
        db_table_comment = "Rollup: issues by code, per app, day of the issue and filter."


class IssueCodeConferences(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "code")
    code = models.CharField(max_length=32)
    conferences = models.IntegerField(db_comment="Those with at least one issue of the code.")

    class Meta:
        db_table = "issue_code_conferences"
        db_table_comment = (
            "Rollup: conferences that have issues of a code, of any date, per app, day of the "
            "conference and filter. A conference counts once under each of its codes."
        )


class GumError(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "gum_name", "gum_message")
    gum_name = models.CharField(max_length=64, db_comment="For example NotAllowedError.")
    gum_message = models.CharField(max_length=256, db_comment="Cut at 256 characters; may be ''.")
    issues = models.IntegerField()

    class Meta:
        db_table = "gum_error"
        db_table_comment = (
            "Rollup: errors of getUserMedia by name and message, per app, day and filter."
        )


class ConnectionType(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "type")
    type = models.CharField(max_length=7, db_comment="relayed (through TURN) or direct.")
    connections = models.IntegerField()

    class Meta:
        db_table = "connection_type"
        db_table_comment = "Rollup: relayed and direct connections, per app, day and filter."


class ConnectionSetup(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "min_ms")
    min_ms = models.IntegerField(db_comment="Lower bound of the bucket, in ms, inclusive.")
    connections = models.IntegerField()

    class Meta:
        db_table = "connection_setup"
        db_table_comment = "Rollup: connections by setup-time bucket, per app, day and filter."


class SessionBrowser(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "browser", "version")
    browser = models.CharField(max_length=64)
    version = models.CharField(max_length=64, db_comment="Its major version.")
    sessions = models.IntegerField()

    class Meta:
        db_table = "session_browser"
        db_table_comment = "Rollup: sessions by browser and version, per app, day and filter."


class SessionOs(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "os", "version")
    os = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    sessions = models.IntegerField()

    class Meta:
        db_table = "session_os"
        db_table_comment = (
            "Rollup: sessions by operating system and version, per app, day and filter."
        )


class SessionCountry(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "country")
    country = models.CharField(max_length=64, db_comment="ISO 3166 code, or Unknown.")
    sessions = models.IntegerField()

    class Meta:
        db_table = "session_country"
        db_table_comment = "Rollup: sessions by country, per app, day and filter."


class SessionCity(RollupRow):
    pk = models.CompositePrimaryKey(
        "app_id", "day", "filter_id", "country", "city", "latitude", "longitude"
    )
    country = models.CharField(max_length=64, db_comment="ISO 3166 code, or Unknown.")
    city = models.CharField(max_length=64)
    latitude = models.FloatField()
    longitude = models.FloatField()
    sessions = models.IntegerField()

    class Meta:
        db_table = "session_city"
        db_table_comment = (
            "Rollup: sessions by city and coordinates, per app, day and filter. Only sessions "
            "whose city has a name and coordinates."
        )
