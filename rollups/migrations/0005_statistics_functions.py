from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rollups.kinds import SQL_DIR, sql_of

ROLLUPS = (
    "conference_duration",
    "conference_participants",
    "issue_code",
    "issue_code_conferences",
    "gum_error",
    "connection_type",
    "connection_setup",
    "session_browser",
    "session_os",
    "session_country",
    "session_city",
)


def create(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(sql_of("functions"))
    for table in ROLLUPS:
        schema_editor.execute(
            f"ALTER TABLE rollups.{table} SET (fillfactor = 75, "
            "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)"
        )
    for view in sorted((SQL_DIR / "views").glob("*.sql")):
        schema_editor.execute(sql_of(f"views/{view.stem}"))


class Migration(migrations.Migration):
    dependencies = [("rollups", "0004_statistics")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
