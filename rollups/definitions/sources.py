"""Whether the sources fit PeerMetrics' tables, and the queue.

A trigger never fails PeerMetrics' write. If it named a column that is not there, it would only
count the changes that it missed.
"""

from collections.abc import Iterator

from django.apps import apps

from rollups.definitions.consistency import Problem, columns_of_model, more_than_once
from rollups.definitions.declarations import EVENTS, Source
from rollups.definitions.registry import declared
from rollups.models import ChangeQueue


def problems() -> Iterator[Problem]:
    sources = declared().sources
    for name in more_than_once(source.name for source in sources):
        yield Problem(
            f"Two sources have the name {name}.", "Tell them apart by another `aspect` of one."
        )
    tables = raw_tables()
    for source in sources:
        yield from _of_source(source, tables)
    emptied = {source.table for source in sources if "truncate" in source.events}
    for table in sorted({source.table for source in sources} - emptied):
        yield Problem(
            f"No source of the table {table} captures truncate: an emptied table goes unseen.",
            "Add truncate to the `events` of one of them.",
        )


def _of_source(source: Source, tables: dict[str, dict[str, bool]]) -> Iterator[Problem]:
    columns = tables.get(source.table)
    if columns is None:
        yield Problem(
            f"The source {source.name} is of the table {source.table}, which no model has.",
            "Add the table to peermetrics/models.py, as PeerMetrics makes it.",
        )
        return
    if unknown := [name for name in source.reads if name not in columns]:
        yield Problem(
            f"The source {source.name} reads {', '.join(unknown)}, which no column of "
            f"{source.table} is.",
            "Correct `reads`, or add the column to peermetrics/models.py.",
        )
    by = source.found_later
    if by and (by not in source.reads or columns.get(by, True)):
        yield Problem(
            f"The source {source.name} finds its conferences by {by}, which it does not read or "
            "which may be null.",
            "Name a column of `reads` that is never null.",
        )
    if wrong := [event for event in source.events if event not in EVENTS]:
        yield Problem(
            f"The source {source.name} has the events {', '.join(wrong)}.",
            f"Name some of {', '.join(EVENTS)}.",
        )
    longest = ChangeQueue._meta.get_field("source").max_length or 0
    if len(source.name) > longest:
        yield Problem(
            f"The name of the source {source.name} is longer than {longest} characters, which "
            "change_queue.source does not hold.",
            "Give it a shorter `aspect`.",
        )


def raw_tables() -> dict[str, dict[str, bool]]:
    """The columns of PeerMetrics' tables, and whether each may be null.

    The models have only columns that something reads.
    """
    models = apps.get_app_config("peermetrics").get_models(include_auto_created=True)
    return {
        model._meta.db_table.split(".")[1].strip('"'): columns_of_model(model) for model in models
    }
