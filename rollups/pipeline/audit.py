"""Audit: compare raw rows with facts, and facts with rollups; name each difference; mend it.

One statement reads both sides of a comparison, so both are of one moment, while writers and
refreshes go on. Conferences that are queued at that moment are left out: they are known to be
behind.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from textwrap import indent
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rollups.changes import missed, queue, versions
from rollups.definitions.contributions import contributions, rows_from_raw, segment_bridge
from rollups.definitions.declarations import SEGMENT_BRIDGE, Fact, Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import UNION, commas, with_list
from rollups.pipeline import backfill, capture
from rollups.pipeline.refresh import drain
from rollups.servers.locks import lock_app

# A change that a trigger missed counts as old as that. Until it is mended, answers are true of no
# later moment.
_QUEUE = queue.put(f"""
SELECT %(app_id)s, unnest(%(conference_ids)s::uuid[]),
    coalesce({missed.SINCE}, statement_timestamp())""")

EVERYTHING_FROM, EVERYTHING_TO = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Range:
    """Days of one app, both ends included."""

    app_id: UUID
    first: date = EVERYTHING_FROM
    last: date = EVERYTHING_TO

    def params(self) -> dict[str, Any]:
        after = self.last if self.last == EVERYTHING_TO else self.last + timedelta(days=1)
        return {"app_id": self.app_id, "first": self.first, "after": after}


@dataclass(frozen=True)
class Difference:
    """A row that is `missing` from a table, or `unfounded` in it. Or a trigger that is missing."""

    kind: str
    table: str
    row: dict[str, Any]

    def __str__(self) -> str:
        values = ", ".join(f"{name} = {value}" for name, value in self.row.items())
        return f"{self.kind} in {self.table}: {values}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def apps() -> list[UUID]:
    """Every app that has raw rows, facts or rollups."""
    tables = ["public.conference", *(f"rollups.{one.name}" for one in declared().tables)]
    # It goes from one app to the next by the index. The cost is that of the apps, not of their
    # rows.
    selects = " UNION ".join(
        "(WITH RECURSIVE found (app_id) AS ("
        f"(SELECT app_id FROM {table} ORDER BY app_id LIMIT 1) UNION ALL "
        f"SELECT (SELECT t.app_id FROM {table} t WHERE t.app_id > found.app_id "
        "ORDER BY t.app_id LIMIT 1) FROM found WHERE found.app_id IS NOT NULL) "
        "SELECT app_id FROM found WHERE app_id IS NOT NULL)"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{selects} ORDER BY 1")
        return [app_id for (app_id,) in cursor.fetchall()]


def missing_triggers() -> list[Difference]:
    return [Difference("missing", "pg_trigger", {"name": n}) for n in capture.status().absent]


def audit_all(
    app_id: UUID | None = None,
    first: date = EVERYTHING_FROM,
    last: date = EVERYTHING_TO,
    *,
    repair: bool = False,
) -> Iterator[Difference]:
    """Every difference, app by app. With `repair`, an app is mended after its own are named."""
    yield from (missing := missing_triggers())
    if missing and repair:
        capture.on()
        backfill.run()
    is_whole = (app_id, first, last) == (None, EVERYTHING_FROM, EVERYTHING_TO)
    covers = missed.to_cover() if repair and is_whole and missed.notice() else None
    for one in [app_id] if app_id else apps():
        of = Range(one, first, last)
        found = list(differences(of))
        yield from found
        if found and repair:
            mend(of.app_id, found)
            drain(app_id=of.app_id)
    if covers is not None:
        missed.settle(covers)


def differences(of: Range) -> Iterator[Difference]:
    """Every difference in these days of the app; facts first, because they are mended first."""
    for fact in declared().facts:
        yield from _run(fact_statement(fact), fact.name, of)
    yield from rollup_differences(of)


def rollup_differences(of: Range) -> Iterator[Difference]:
    """Those between the facts as they are stored and the rollups."""
    for rollup in declared().rollups:
        yield from _run(rollup_statement(rollup), rollup.name, of)


def mend(app_id: UUID, found: Collection[Difference]) -> None:
    """Queue the conferences whose facts differ, and rewrite the days of rollups that differ.

    A day is rewritten from the facts as they are stored. If these differ too, the refresh then adds
    what they lack, to both.
    """
    facts = {one.name for one in declared().facts}
    rollups = {one.name: one for one in declared().rollups}
    conference_ids = {one.row["conference_id"] for one in found if one.table in facts}
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"app_id": app_id, "conference_ids": list(conference_ids)})
    for table, day in sorted({(d.table, d.row["day"]) for d in found if d.table in rollups}):
        one_day = date.fromisoformat(day)
        rewrite(rollups[table], Range(app_id, one_day, one_day))


def _run(statement: str, table: str, of: Range) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(statement, of.params())
        for kind, row in cursor.fetchall():
            yield Difference(kind, table, json.loads(row))  # Django leaves it a text


def _both_ways(columns: tuple[str, ...], expected: str, stored: str) -> str:
    ours, theirs = (f"    SELECT {commas(columns)} FROM {name}" for name in (expected, stored))
    return (
        f"SELECT 'missing', to_jsonb(d) FROM (\n{ours}\n    EXCEPT ALL\n{theirs}\n) d\n"
        "UNION ALL\n"
        f"SELECT 'unfounded', to_jsonb(d) FROM (\n{theirs}\n    EXCEPT ALL\n{ours}\n) d"
    )


def _in_days(column: str) -> str:
    return (
        f"app_id = %(app_id)s\n  AND {column} >= %(first)s::timestamp AT TIME ZONE 'UTC'\n"
        f"  AND {column} < %(after)s::timestamp AT TIME ZONE 'UTC'"
    )


def fact_statement(fact: Fact) -> str:
    """Compares all rows of each conference that has a row in these days, raw or stored."""
    in_days = _in_days("created_at")
    selects = [f"SELECT id AS conference_id FROM public.conference\nWHERE {in_days}"]
    selects += [
        f"SELECT conference_id FROM rollups.{one.name}\nWHERE {in_days}" for one in declared().facts
    ]
    parts = {
        "pending": queue.pending(),
        "scope": (
            "SELECT %(app_id)s::uuid AS app_id, conference_id\n"
            f"FROM (\n{indent(UNION.join(selects), '    ')}\n) c\n"
            "WHERE conference_id NOT IN (SELECT conference_id FROM pending)"
        ),
        **{read.name: rows_from_raw(read) for read in fact.reads},
        "fact": rows_from_raw(fact),
        "stored": (
            f"SELECT f.*\nFROM rollups.{fact.name} f JOIN scope USING (app_id, conference_id)"
        ),
    }
    compared = _both_ways(fact.columns, "fact", "stored")
    return f"{with_list(parts, 'MATERIALIZED')}\n{compared}"


def _contributions(rollup: Rollup) -> str:
    """The rollup's rows of these days, as the stored facts have them."""
    rows = {SEGMENT_BRIDGE.name: segment_bridge()}
    for name, at in rollup.reads.items():
        rows[name] = f"SELECT * FROM rollups.{name}\nWHERE {_in_days(at)}"
    return contributions(rollup, rows)


def rollup_statement(rollup: Rollup) -> str:
    parts = {
        "expected": _contributions(rollup),
        "stored": (
            f"SELECT * FROM rollups.{rollup.name}\n"
            "WHERE app_id = %(app_id)s AND day >= %(first)s AND day < %(after)s"
        ),
    }
    columns = (*rollup.key, *rollup.measures)
    return f"{with_list(parts, 'MATERIALIZED')}\n{_both_ways(columns, 'expected', 'stored')}"


@transaction.atomic
def rewrite(rollup: Rollup, of: Range) -> None:
    """Replace the rollup's rows of these days by the sums of the stored facts.

    A new rollup is filled this way. A refresh would not fill it: it adds differences alone.
    """
    lock_app(of.app_id, wait=True)
    columns = commas((*rollup.key, *rollup.measures))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM rollups.{rollup.name} "
            "WHERE app_id = %(app_id)s AND day >= %(first)s AND day < %(after)s",
            of.params(),
        )
        cursor.execute(
            f"INSERT INTO rollups.{rollup.name} ({columns}) "
            f"SELECT {columns} FROM ({_contributions(rollup)}) expected",
            of.params(),
        )
    versions.renew(of.app_id)
