"""The statements of refresh, backfill and audit, as scripts that people read, and run in psql.

A script keeps nothing: its transaction is read-only, or ends with ROLLBACK. The parameters are
variables of psql. No database is asked.
"""

import re
from typing import NamedTuple

from rollups.definitions.declarations import Rollup
from rollups.definitions.registry import declared
from rollups.pipeline import audit as auditing
from rollups.pipeline.backfill import conferences_of_the_day
from rollups.pipeline.rebuild import change_statement, rebuild_statement


class Parameter(NamedTuple):
    """Its type in PostgreSQL, what it says, and a value of it as psql reads it."""

    type: str
    what: str
    example: str


_PARAMETERS = {
    "app_id": Parameter("uuid", "public.app.id", "00000000-0000-0000-0000-000000000000"),
    "conference_ids": Parameter(
        "uuid[]", "public.conference.id of each", "'{00000000-0000-0000-0000-000000000000}'"
    ),
    "changed_at": Parameter("timestamptz", "when the oldest of them changed", "now"),
    "day": Parameter("date", "the day, in UTC", "2026-11-20"),
    "first": Parameter("date", "the first day, in UTC", "2026-11-20"),
    "after": Parameter("date", "the day after the last one", "2026-11-21"),
}
_PLACE = re.compile(r"%\((\w+)\)s")


def refresh(rollup: Rollup | None = None) -> str:
    """What rebuilds conferences; of one rollup, what that would add to it."""
    if rollup is None:
        return _script(
            "A refresh takes conferences of one app off the queue, and runs this statement for\n"
            "them. It holds the lock of the app meanwhile. Here nothing is kept.",
            [rebuild_statement()],
            writes=True,
        )
    return _script(
        f"What a refresh of these conferences would add to {rollup.name} now. The parts are those\n"
        f"of the refresh's own statement that lead to it. No row: {rollup.name} agrees with the\n"
        "raw rows of these conferences.",
        [change_statement(rollup)],
    )


def backfill(rollup: Rollup | None = None) -> str:
    """What finds the conferences of a day."""
    same = f"manage.py sql refresh{f' --rollup {rollup.name}' if rollup else ''}"
    return _script(
        "A backfill finds the conferences of a day, raw or stored, by this statement. For these\n"
        f"it then runs the statement of a refresh: see {same}.",
        [conferences_of_the_day()],
    )


def audit(rollup: Rollup | None = None) -> str:
    """What names the differences of some days of an app."""
    statements = []
    if rollup is None:
        statements += [
            f"-- {fact.name}: as the raw rows have it, and as it is stored.\n"
            f"{auditing.fact_statement(fact)}"
            for fact in declared().facts
        ]
    statements += [
        f"-- {one.name}: as the stored facts have it, and as it is stored.\n"
        f"{auditing.rollup_statement(one)}"
        for one in ([rollup] if rollup else declared().rollups)
    ]
    return _script(
        "The audit compares days of an app. Each row of a result is a difference: 'missing' is\n"
        "not stored and should be, 'unfounded' is stored and should not be. No row: all is well.",
        statements,
    )


def _script(what: str, statements: list[str], *, writes: bool = False) -> str:
    names = dict.fromkeys(_PLACE.findall("".join(statements)))
    lines = [f"-- {line}" for line in what.splitlines()]
    given = {name: _PARAMETERS[name] for name in names}
    lines += ["--", "-- It has these parameters, which are variables of psql:"]
    lines += [f"--   {name:<15} {one.type:<12} {one.what}" for name, one in given.items()]
    lines += ["-- Set them first, for example:"]
    lines += [f"--   \\set {name} {one.example}" for name, one in given.items()]
    lines += ["", "BEGIN;" if writes else "BEGIN READ ONLY;", "SET LOCAL search_path = rollups;"]
    lines += ["SET LOCAL timezone = 'UTC';", "SET LOCAL jit = off;"]
    lines += [f"\n{_PLACE.sub(_variable, one.strip())};" for one in statements]
    return "\n".join([*lines, "", "ROLLBACK;"])


def _variable(place: re.Match[str]) -> str:
    return f":'{place[1]}'"
