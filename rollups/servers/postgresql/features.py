"""What our tables and statements ask of PostgreSQL."""

from django.db.backends.postgresql import features


class DatabaseFeatures(features.DatabaseFeatures):
    # The oldest that the suite runs on. Django refuses to connect to an older one, and says why.
    minimum_database_version = (15,)
