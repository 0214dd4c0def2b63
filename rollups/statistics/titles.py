"""Whether each issue code has one type and an explanation."""

from collections.abc import Iterator

from rollups.definitions.consistency import Problem, more_than_once
from rollups.statistics.issues import codes


def problems() -> Iterator[Problem]:
    known = [*codes.ERRORS, *codes.WARNINGS]
    for code in more_than_once(known):
        yield Problem(
            f"The issue code {code} is an error and a warning.", "Take it out of one of the two."
        )
    if unlike := sorted({*known} ^ codes.EXPLANATIONS.keys()):
        yield Problem(
            f"Issue codes without a title or without an explanation: {', '.join(unlike)}.",
            "Give each code of ERRORS and WARNINGS an entry in EXPLANATIONS, and no other.",
        )
