"""Whether the words that answers count by are those that SQL writes, and each has a title.

If a word differs, its count is lost, or an answer fails.
"""

import re
from collections.abc import Collection, Iterator

from rollups.definitions.consistency import Problem, more_than_once
from rollups.definitions.sql import sql_of
from rollups.statistics.conferences.definitions import STATUSES
from rollups.statistics.connections.definitions import TYPES
from rollups.statistics.issues import codes

_CASE = r"CASE((?:(?!\bCASE\b).)*?)END AS {column}\b"
_WORD = re.compile(r"\b(?:THEN|ELSE) '(\w+)'")


def problems() -> Iterator[Problem]:
    yield from _compare("conference_fact", "status", STATUSES, "STATUSES")
    yield from _compare("connection_fact", "type", TYPES, "TYPES")
    known = [*codes.ERRORS, *codes.WARNINGS]
    for code in more_than_once(known):
        yield Problem(
            f"The issue code {code} is an error and a warning.", "Take it out of one of the two."
        )
    if unlike := {*known} ^ codes.EXPLANATIONS.keys():
        yield Problem(
            f"Issue codes without a title or without an explanation: {_listed(unlike)}.",
            "Give each code of ERRORS and WARNINGS an entry in EXPLANATIONS, and no other.",
        )


def _compare(fact: str, column: str, words: Collection[str], name: str) -> Iterator[Problem]:
    case = re.search(_CASE.format(column=column), sql_of(fact), re.DOTALL)
    written = _WORD.findall(case[1]) if case else []
    if {*written} != {*words}:
        yield Problem(
            f"{fact}.sql writes {_listed(written)} as {column}; {name} are {_listed(words)}.",
            "Make them the same.",
        )


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words)) or "nothing"
