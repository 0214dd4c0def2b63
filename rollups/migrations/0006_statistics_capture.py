from django.db import migrations

# What an earlier version has stored lacks the new columns and rollups: everything is built anew.
BUILD_ANEW = """
TRUNCATE rollups.conference_fact, rollups.session_fact, rollups.connection_fact,
    rollups.issue_fact, rollups.conference_status, rollups.conference_duration,
    rollups.conference_participants, rollups.issue_code, rollups.issue_code_conferences,
    rollups.gum_error, rollups.connection_type, rollups.connection_setup,
    rollups.session_browser, rollups.session_os, rollups.session_country, rollups.session_city;
UPDATE rollups.capture_state SET stale_since = '-infinity';
INSERT INTO rollups.backfill_day (app_id, day)
SELECT DISTINCT app_id, (created_at AT TIME ZONE 'UTC')::date FROM public.conference
ON CONFLICT DO NOTHING"""


class Migration(migrations.Migration):
    dependencies = [("rollups", "0005_statistics_functions")]

    operations = [migrations.RunSQL(BUILD_ANEW, migrations.RunSQL.noop)]
