"""Dimensions: what rows are filtered by."""

from django.db import models


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
