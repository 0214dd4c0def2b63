"""Compares the whole stored tables with a new backfill of everything."""

from typing import Any

from django.db import connection

from rollups.changes import days
from rollups.pipeline import backfill
from rollups.statistics import FACTS, ROLLUPS

TABLES = [definition.name for definition in (*FACTS, *ROLLUPS)]


def drift_from_a_fresh_rebuild() -> list[str]:
    """Rebuild everything. Returns the rows that this removed or added, one line each."""
    stored = {table: _rows(table) for table in TABLES}
    _rebuild()
    return [
        f"{table}: {difference}"
        for table in TABLES
        for difference in _differences(stored[table], _rows(table))
    ]


def _rows(table: str) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM rollups.{table}")
        # A set loses no row: every table has a unique key.
        return {tuple(map(hashable, row)) for row in cursor.fetchall()}


def hashable(value: Any) -> Any:
    """The value; a tuple, if it is an array."""
    return tuple(value) if isinstance(value, list) else value


def _rebuild() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM rollups.{table}")
    days.note_all()
    backfill.run()


def _differences(stored: set[tuple[Any, ...]], fresh: set[tuple[Any, ...]]) -> list[str]:
    return [
        *(f"stored in vain {[*map(str, row)]}" for row in sorted(stored - fresh, key=str)),
        *(f"missing {[*map(str, row)]}" for row in sorted(fresh - stored, key=str)),
    ]
