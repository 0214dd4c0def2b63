"""Checks that declarations, models and SQL files agree."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from rollups.definitions.declarations import SEGMENT_VALUES, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import files


class Problem(NamedTuple):
    """A contradiction, and how to mend it."""

    text: str
    mend: str


def problems() -> Iterator[Problem]:
    models = {model._meta.db_table: model for model in apps.get_app_config("rollups").get_models()}
    for one in declared().tables:
        yield from _of_model(one, models.get(one.name))
    for rollup in declared().rollups:
        yield from _of_view(rollup)
    needed = {one.name for one in (*declared().tables, *declared().bridges)}
    needed |= {SEGMENT_VALUES, *(rollup.view for rollup in declared().rollups)}
    for name in sorted(needed - files().keys()):
        yield Problem(f"There is no file {name}.sql.", "Write it, in the room that declares it.")
    for name in sorted(files().keys() - needed):
        yield Problem(
            f"{name}.sql belongs to nothing that is declared.",
            f"Declare it in {files()[name].parent.name}/definitions.py, or delete the file.",
        )
    for name in sorted(models.keys() - needed):
        if hasattr(models[name], "filter_id") or name.endswith("_fact"):
            yield Problem(
                f"The model of table {name} belongs to nothing that is declared.",
                "Declare a fact or rollup of this name in its room's definitions.py, or delete the "
                "model.",
            )


def _of_model(one: Fact | Rollup, model: type[Model] | None) -> Iterator[Problem]:
    if model is None:
        yield Problem(f"No model has the table {one.name}.", "Add it to rollups/models.py.")
        return
    columns = {str(field.column) for field in model._meta.local_concrete_fields}
    expected = {*one.columns} if isinstance(one, Fact) else {*one.key, *one.measures}
    if columns != expected:
        yield Problem(
            f"{one.name} is declared with the columns {_names(expected)}; its model has "
            f"{_names(columns)}.",
            "Make the model and the declaration the same, then run makemigrations.",
        )
    key = [field.name for field in model._meta.pk_fields]
    if key != [*one.key]:
        yield Problem(
            f"The key of {one.name} is declared as {', '.join(one.key)}; that of its model is "
            f"{', '.join(key)}.",
            "Make them the same, in this order, then run makemigrations.",
        )


def _of_view(rollup: Rollup) -> Iterator[Problem]:
    path = files().get(rollup.view)
    text = path.read_text() if path else ""
    reads = rf"\bVIEW rollups\.{rollup.view} AS\b.*\bFROM rollups\.{rollup.name}\b"
    if path and not re.search(reads, text, re.DOTALL):
        yield Problem(
            f"{rollup.view}.sql does not make the view {rollup.view} of the rollup {rollup.name}.",
            f"Let it begin with CREATE OR REPLACE VIEW rollups.{rollup.view} AS, and read from "
            f"rollups.{rollup.name}.",
        )


def _names(columns: set[str]) -> str:
    return ", ".join(sorted(columns))
