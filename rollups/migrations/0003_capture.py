from django.db import migrations

# On the way back, before the queue goes. The triggers go with their functions.
DROP_TRIGGERS = """
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'rollups'::regnamespace AND prorettype = 'trigger'::regtype
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', function);
    END LOOP;
END
$$"""


class Migration(migrations.Migration):
    """Triggers are made after the migrations: see `rollups.after_migrate`."""

    dependencies = [
        ("rollups", "0002_functions_and_views"),
        ("peermetrics", "0001_raw_tables"),
    ]

    operations = [migrations.RunSQL(migrations.RunSQL.noop, DROP_TRIGGERS)]
