from django.db import migrations


class Migration(migrations.Migration):
    """Functions and views are made after the migrations: see `rollups.after_migrate`."""

    dependencies = [("rollups", "0004_statistics")]

    operations = []
