"""Whether the words that answers count by are those that SQL writes.

If a word differs, its count is lost, or an answer fails.
"""

import re
from collections.abc import Collection, Iterator

from rollups.definitions.consistency import Problem
from rollups.definitions.registry import declared
from rollups.definitions.sql import files, sql_of

_CASE = r"CASE((?:(?!\bCASE\b).)*?)END AS {column}\b"
_WORD = re.compile(r"\b(?:THEN|ELSE) '(\w+)'")


def problems() -> Iterator[Problem]:
    for fact in declared().facts:
        for column, words in fact.words:
            written = _written(fact.name, column) if fact.name in files() else words
            if {*written} != {*words}:
                yield Problem(
                    f"{fact.name}.sql writes {_listed(written)} as {column}; declared are "
                    f"{_listed(words)}.",
                    f"Make CASE ... END AS {column} and the declared words the same.",
                )


def _written(fact: str, column: str) -> Collection[str]:
    case = re.search(_CASE.format(column=column), sql_of(fact), re.DOTALL)
    return _WORD.findall(case[1]) if case else []


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words)) or "no word"
