"""Where an answer is read from: rollup rows where they serve, facts for the rest.

A rollup row is a distinct count for one filter and one UTC day. So it serves a request without
filters or with one value of one dimension, for the whole UTC days of the range; by day, only in
UTC, since another zone's days are cut elsewhere. The remainder of a range, and requests that
combine filters, are counted from the facts by the rollup's own definition. Raw tables are never
read for counts.

Every read is one statement, so that its parts are of one moment.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from rollups.kinds import Rollup, sql_of
from rollups.query import SummaryQuery
from rollups.statements import EVERYTHING, UTC_DAY, ands, commas, contributions

Row = dict[str, Any]

_MATCHING = 1  # stands for the request's filters, where no one row of table filter does

DAY_OF = {
    "day": "({at} AT TIME ZONE %(zone)s)::date",
    "hour": "date_trunc('hour', {at}, %(zone)s)",
}


@dataclass(frozen=True)
class Part:
    """A piece of a range, read from the rollup if it is `whole_days` in UTC, else from facts."""

    whole_days: bool
    start: datetime | None
    end: datetime | None


def read(query: SummaryQuery, rollup: Rollup) -> list[Row]:
    """The rows that count what the query asks for.

    Their keys are the rollup's groups and its measures; and `day` (a date, or the first instant of
    an hour) where the query groups by one. No key stands in two rows.
    """
    reading = _Reading(query, rollup)
    by_time = query.group_by in DAY_OF
    keys = (*(["day"] if by_time else []), *rollup.groups)
    columns = commas((*keys, *rollup.measures))
    for part in parts(query, rollups_serve=_rollups_serve(query)):
        if part.whole_days:
            reading.add_rollup(part, columns, _filter_id(query))
        else:
            day = DAY_OF[query.group_by] if by_time else "NULL::date"
            only = _MATCHING if query.filters.values else EVERYTHING
            reading.add_facts(part, columns, day=day, only_filter=only)
    return reading.rows(
        f"SELECT {commas(keys)}, {_sums(rollup)} FROM ({{}}) counts GROUP BY {commas(keys)}"
    )


def read_each_filter(query: SummaryQuery, rollup: Rollup) -> list[Row]:
    """The same for each value of each dimension, whatever the query's own filters and grouping.

    The keys `dimension` and `value` stand in place of `day`, and no key stands in two rows.
    """
    reading = _Reading(query, rollup)
    columns = commas(("filter_id", *rollup.groups, *rollup.measures))
    for part in parts(query, rollups_serve=True):
        if part.whole_days:
            reading.add_rollup(part, columns, "filter_id")
        else:
            reading.add_facts(part, columns, day=UTC_DAY, only_filter=None)
    keys = commas(("dimension", "value", *rollup.groups))
    return reading.rows(
        f"SELECT {keys}, {_sums(rollup)} FROM ({{}}) counts "
        f"JOIN rollups.filter f ON f.id = filter_id WHERE filter_id <> {EVERYTHING} GROUP BY {keys}"
    )


def parts(query: SummaryQuery, *, rollups_serve: bool) -> list[Part]:
    """The pieces that the query's range is read in; none if it is empty."""
    start, end = query.start, query.end
    if start is not None and end is not None and start >= end:
        return []
    # (The last day that Python knows has no midnight after it.)
    if not rollups_serve or (start is not None and start.date() == date.max):
        return [Part(False, start, end)]
    first, last = start and _midnight(start), end and _midnight(end)
    if first is not None and first != start:
        first += timedelta(days=1)
    if first is not None and last is not None and first >= last:
        return [Part(False, start, end)]
    pieces = [Part(False, start, first), Part(True, first, last), Part(False, last, end)]
    return [p for p in pieces if p.whole_days or p.start != p.end]


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _sums(rollup: Rollup) -> str:
    return commas(f"sum({measure})::int AS {measure}" for measure in rollup.measures)


def _rollups_serve(query: SummaryQuery) -> bool:
    utc_days = query.group_by == "day" and query.zone == "UTC"
    return (utc_days or query.group_by not in DAY_OF) and _filter_id(query) != ""


def _filter_id(query: SummaryQuery) -> str:
    """The row of table filter that stands for the query's filters, as SQL; "" if none does."""
    match query.filters.values:
        case ():
            return str(EVERYTHING)
        case ((name, (_,)),):
            return f"rollups.filter_id('{name}', (%({name})s)[1])"
    return ""


class _Reading:
    """The statement that reads a query's parts, while it is put together."""

    def __init__(self, query: SummaryQuery, rollup: Rollup) -> None:
        self.query = query
        self.rollup = rollup
        self.selects: list[str] = []
        self.params: dict[str, Any] = {"app_id": query.app_id, "zone": query.zone}
        self.params |= {name: list(values) for name, values in query.filters.values}

    def add_rollup(self, part: Part, columns: str, filter_id: str) -> None:
        where = [f"filter_id = {filter_id}", *self._in_range("day", part)]
        self.selects.append(
            f"SELECT {columns} FROM rollups.{self.rollup.name} "
            f"WHERE app_id = %(app_id)s AND {ands(where)}"
        )

    def add_facts(self, part: Part, columns: str, *, day: str, only_filter: int | None) -> None:
        rows = {"segment_pass": self._segment_pass(only_filter)}
        for name, at in self.rollup.reads.items():
            where = ["app_id = %(app_id)s", *self._in_range(at, part)]
            rows[name] = f"SELECT * FROM rollups.{name} WHERE {ands(where)}"
        counts = contributions(self.rollup, rows, day=day, only_filter=only_filter)
        self.selects.append(f"SELECT {columns} FROM ({counts}) facts")

    def rows(self, select: str) -> list[Row]:
        """Run `select` over the parts; without any part, there is nothing to read."""
        if not self.selects:
            return []
        with connection.cursor() as cursor:
            cursor.execute(select.format(" UNION ALL ".join(self.selects)), self.params)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _in_range(self, column: str, part: Part) -> list[str]:
        bounds = {">=": part.start, "<": part.end}
        conditions = []
        for operator, bound in bounds.items():
            if bound is not None:
                name = f"bound_{len(self.params)}"
                self.params[name] = bound.date() if part.whole_days else bound
                conditions.append(f"{column} {operator} %({name})s")
        return conditions

    def _segment_pass(self, only_filter: int | None) -> str:
        if only_filter is None:
            return sql_of("passes/segment_pass")
        matches = [f"{name} = ANY(%({name})s)" for name, _ in self.query.filters.values]
        return (
            f"SELECT id AS segment_id, {_MATCHING}::bigint AS filter_id FROM rollups.segment "
            f"WHERE {ands(matches) or 'false'}"
        )
