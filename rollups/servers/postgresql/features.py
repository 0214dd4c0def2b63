"""What our tables and statements need of PostgreSQL."""

from django.db.backends.postgresql import features


class DatabaseFeatures(features.DatabaseFeatures):
    # The oldest version that is tested. Django refuses to connect to an older one, and says why.
    minimum_database_version = (15,)
