"""Creates PeerMetrics' tables, for an installation that has none.

A table that exists belongs to PeerMetrics, and neither it nor its indexes are touched: an
installed system's indexes have other names, so `CREATE INDEX IF NOT EXISTS` would add to them.
"""

from pathlib import Path

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQL_DIR = Path(__file__).parent / "sql"


def create_missing(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create each table of `sql/<order>_<table>.sql` that schema public does not have."""
    for file in sorted(SQL_DIR.glob("*.sql")):
        table = file.stem.partition("_")[2]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NULL", [f"public.{table}"])
            if cursor.fetchone()[0]:
                cursor.execute(file.read_text())
