"""The bytes of schema rollups by table, beside the raw tables. Indexes and TOAST are included."""

from collections.abc import Iterator

from django.db import connection

from benchmark.rows import Row, Target
from benchmark.scene import Scene

_SIZES = """
SELECT c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid)
FROM pg_class c
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'm')
ORDER BY pg_total_relation_size(c.oid) DESC, c.relname"""
# PeerMetrics' events and summaries are not counted: this product reads none of them.
_NOT_COUNTED = ("app_genericevent", "summary")
_SHOWN = 256 * 1024  # bytes; smaller tables are summed up
_MB = 10**6
_TARGETS = {421_770: Target(0.45, of_ratio=True)}


def measure(scene: Scene) -> Iterator[Row]:
    ours, raw = _sizes("rollups"), _sizes("public")
    raw_bytes = sum(
        heap + indexes for name, heap, indexes in raw if not name.endswith(_NOT_COUNTED)
    )
    yield Row(
        "schema rollups",
        sum(heap + indexes for _, heap, indexes in ours) / _MB,
        "MB",
        "raw tables",
        raw_bytes / _MB,
        target=_TARGETS.get(scene.plan.scale),
    )
    small = 0
    for name, heap, indexes in ours:
        if heap + indexes < _SHOWN:
            small += heap + indexes
        else:
            share = f"of it indexes: {indexes / _MB:.1f}"
            yield Row(name, (heap + indexes) / _MB, "MB", share)
    yield Row("all smaller tables", small / _MB, "MB")


def _sizes(schema: str) -> list[tuple[str, int, int]]:
    """Of each table: its name, and the bytes of its rows and of its indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, [schema])
        return list(cursor.fetchall())
