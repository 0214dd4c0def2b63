"""Whether PeerMetrics' tables have the columns that we read."""

from collections import defaultdict

from django.db import connection

from rollups.definitions.sources import raw_tables

_READABLE = """
SELECT c.relname, a.attname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s)
  AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'SELECT')"""


def absent() -> list[str]:
    """What cannot be read: `public.app_issue.code`; or `public.app_issue`, if no column can."""
    wanted = raw_tables()
    readable = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_READABLE, [[*wanted]])
        for table, column in cursor.fetchall():
            readable[table].add(column)
    return [
        name
        for table, columns in sorted(wanted.items())
        for name in (
            [f"public.{table}.{column}" for column in sorted(columns.keys() - readable[table])]
            if table in readable
            else [f"public.{table}"]
        )
    ]
