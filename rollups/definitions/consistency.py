"""Whether declarations, models and SQL files fit each other."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from rollups.definitions.declarations import SEGMENT_VALUES, Condition, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import columns_of, files, paths, sql_of


class Problem(NamedTuple):
    """What does not fit, and how to mend it."""

    text: str
    mend: str


def problems() -> Iterator[Problem]:
    yield from _of_names()
    yield from _of_files()
    models = _models()
    for one in declared().tables:
        yield from _of_model(one, models.get(one.name))
        yield from _of_sql(one)
    yield from _of_models(models)
    for rollup in declared().rollups:
        yield from _of_rollup(rollup)
        yield from _of_quarters(rollup)
    yield from _of_order()
    yield from _of_lists()


def _models() -> dict[str, type[Model]]:
    """The models of schema rollups, by the name of their table."""
    return {model._meta.db_table: model for model in apps.get_app_config("rollups").get_models()}


def columns_of_model(model: type[Model]) -> dict[str, bool]:
    """The columns of the model's table, and whether each may be null."""
    return {str(field.column): field.null for field in model._meta.local_concrete_fields}


def more_than_once(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def _of_names() -> Iterator[Problem]:
    names = [one.name for one in (*declared().tables, *declared().bridges)]
    for name in more_than_once([*names, *(rollup.view.name for rollup in declared().rollups)]):
        yield Problem(f"{name} is declared more than once.", "Give one of them another name.")


def _of_files() -> Iterator[Problem]:
    needed = {SEGMENT_VALUES, *(one.name for one in (*declared().tables, *declared().bridges))}
    for name in sorted(needed - files().keys()):
        yield Problem(f"There is no file {name}.sql.", "Write it, in the room that declares it.")
    for name in sorted(files().keys() - needed):
        yield Problem(
            f"{name}.sql belongs to nothing that is declared.",
            f"Declare it in {files()[name].parent.name}/definitions.py, or delete the file.",
        )
    for name in more_than_once(path.stem for path in paths()):
        yield Problem(
            f"There are several files {name}.sql.", "Keep one, in the room that declares it."
        )


def _of_model(one: Fact | Rollup, model: type[Model] | None) -> Iterator[Problem]:
    if model is None:
        yield Problem(
            f"No model has the table {one.name}.",
            "Add it to rollups/models.py, then run manage.py makemigrations.",
        )
        return
    columns = columns_of_model(model)
    if columns.keys() != {*_columns(one)}:
        yield Problem(
            f"{one.name} is declared with the columns {_names(_columns(one))}; its model has "
            f"{_names(columns)}.",
            "Make the model and the declaration the same, then run manage.py makemigrations.",
        )
    if nullable := [name for name in one.key if columns.get(name)]:
        yield Problem(
            f"Columns of the key of {one.name} may be null: {_names(nullable)}.",
            "A key has no nulls. Store a value that says that nothing is known.",
        )
    key = [field.name for field in model._meta.pk_fields]
    if key != [*one.key]:
        yield Problem(
            f"The key of {one.name} is declared as {', '.join(one.key)}; that of its model is "
            f"{', '.join(key)}.",
            "Make them the same, in this order, then run manage.py makemigrations.",
        )


def _of_sql(one: Fact | Rollup) -> Iterator[Problem]:
    if one.name not in files():
        return
    dimensions = declared().dimensions
    given = columns_of(sql_of(one.name))
    if isinstance(one, Fact) and one.segmented:
        expected = [name for name in one.columns if name != "segment_id"] + [*dimensions]
        included = f"${SEGMENT_VALUES}"
        given = [name for each in given for name in (dimensions if each == included else (each,))]
    else:
        expected = [*_columns(one)]
    if sorted(given) != sorted(expected):
        yield Problem(
            f"{one.name}.sql gives the columns {_names(given)}; declared are {_names(expected)}.",
            "Make the last SELECT and the declaration the same.",
        )


def _of_models(models: dict[str, type[Model]]) -> Iterator[Problem]:
    known = {one.name for one in declared().tables}
    for name in sorted(models.keys() - known):
        if hasattr(models[name], "filter_id") or name.endswith("_fact"):
            yield Problem(
                f"The model of table {name} belongs to nothing that is declared.",
                "Declare a fact or rollup of this name in its room's definitions.py, or delete the "
                "model.",
            )
    columns = columns_of_model(models["segment"]).keys() - {"id"}
    if columns != {*declared().dimensions}:
        yield Problem(
            f"The dimensions are declared as {_names(declared().dimensions)}; the model of table "
            f"segment has {_names(columns)}.",
            "Make them the same, then run manage.py makemigrations.",
        )


def _of_rollup(rollup: Rollup) -> Iterator[Problem]:
    facts = {fact.name: fact for fact in declared().facts}
    if rollup.fact.name not in facts:
        yield Problem(
            f"{rollup.name} counts rows of {rollup.fact.name}, which is not declared.",
            "Add the fact to FACTS of its room.",
        )
    needed = {rollup.fact.name: {*rollup.counted, rollup.at}}
    for name, at in rollup.reads.items():
        needed.setdefault(name, set()).add(at)
    for name, columns in needed.items():
        if unknown := columns - {*(facts[name].columns if name in facts else columns)}:
            yield Problem(
                f"{rollup.name} reads the columns {_names(unknown)}, which {name} does not have.",
                f"Add them to {name}, or name columns that it has.",
            )


def _of_quarters(rollup: Rollup) -> Iterator[Problem]:
    quarters = rollup.quarters
    if quarters is None:
        return
    given = (quarters.fact, quarters.measures, quarters.groups)
    if given != (rollup.fact, rollup.measures, ("quarter", *rollup.groups)):
        yield Problem(
            f"{quarters.name} is declared as the quarters of {rollup.name}. It must have its fact, "
            "its measures, and the group quarter before its groups.",
            "Declare it so, or take `quarters` away.",
        )


def _of_order() -> Iterator[Problem]:
    """The statements compute facts in the order of their declaration."""
    before: set[str] = set()
    for fact in declared().facts:
        for name in sorted({read.name for read in fact.reads} - before):
            yield Problem(
                f"{fact.name} reads rows of {name}, which is not declared before it.",
                f"Put {name} before it, in FACTS.",
            )
        before.add(fact.name)


def _of_lists() -> Iterator[Problem]:
    listing = declared().listing
    if unknown := {*listing.shown, *listing.sorts} - {*listing.fact.columns}:
        yield Problem(
            f"Lists show or sort by {_names(unknown)}, which {listing.fact.name} does not have.",
            "Name columns of that fact.",
        )
    for name, condition in declared().conditions.items():
        yield from _of_condition(name, condition)


def _of_condition(name: str, condition: Condition) -> Iterator[Problem]:
    """Columns are written `c.<name>` of the conference's fact, `r.<name>` of another row."""
    fact, letter = declared().listing.fact, "c"
    if condition.of:
        fact, letter = condition.of.fact, "r"
    named = {
        column
        for of, column in re.findall(r"\b([cr])\.(\w+)", condition.sql)
        if of != letter or column not in fact.columns
    }
    if named:
        yield Problem(
            f"The condition {name} reads {_names(named)}, which {fact.name} does not have as "
            f"{letter}.<column>.",
            f"Name columns of {fact.name}.",
        )


def _columns(one: Fact | Rollup) -> Sequence[str]:
    return one.columns if isinstance(one, Fact) else (*one.key, *one.measures)


def _names(columns: Collection[str]) -> str:
    return ", ".join(sorted(columns))
