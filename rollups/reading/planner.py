"""The planner: decides which rows answer a query, and reads them.

A rollup row is a count for one filter and one UTC day. So rollups answer a query without filters,
or with one value of one dimension, for the whole UTC days of its range. Hours, and days of other
zones, are made of quarters of an hour, if the rollup has these too. A query that combines filters
is answered by the rows of the segments that pass, if each row that is counted has one segment. Else
(a conference may have several) it is counted from facts, by the rollup's own definition. So are the
edges of a range. No count is read from raw tables.

Queries that differ only in app and range are read together, by one statement. Their ranges are cut
into slices. Each slice is read once for all apps. Each query gets the sum of its slices.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from rollups.definitions.contributions import (
    EVERYTHING,
    MATCHING,
    UTC_DAY,
    contributions,
    segment_bridge,
)
from rollups.definitions.declarations import SEGMENT_BRIDGE, Rollup
from rollups.definitions.sql import ands, commas
from rollups.reading.query import SummaryQuery
from rollups.reading.slices import DAYS, QUARTERS, Slice, Unit, cut, slices_of

Row = dict[str, Any]

DAY_OF = {
    "day": "({at} AT TIME ZONE %(zone)s)::date",
    "hour": "date_trunc('hour', {at}, %(zone)s)",
}
_OF_APPS = "app_id = ANY(%(app_ids)s)"
_OF_SEGMENTS = "filter_id = ANY(%(segments)s::bigint[])"


def read(
    queries: Sequence[SummaryQuery], rollup: Rollup, *, each_filter: bool = False
) -> list[list[Row]]:
    """For each query, the rows that count what it asks for; by one statement.

    The queries may differ only in app and range. A row's keys are the rollup's groups and its
    measures. If the queries group by day or hour, it also has `day`: a date, or the first instant
    of an hour. No two rows of a query have the same groups.

    With `each_filter`, the rows count each value of each dimension. The queries' own filters and
    grouping are ignored. The keys `dimension` and `value` replace `day`.
    """
    like = queries[0]
    by_time = like.group_by in DAY_OF and not each_filter
    units = _units(like, rollup, each_filter=each_filter)
    slices_of_queries = [slices_of(query, units) for query in queries]
    reading = _Reading(queries, rollup)
    slices = cut(one for of_query in slices_of_queries for one in of_query)
    if not slices:
        return [[] for _ in queries]
    time_keys = ("day",) if by_time else ()
    filter_keys = ("dimension", "value") if each_filter else ()
    columns = (*time_keys, *(("filter_id",) if each_filter else ()), *rollup.groups)
    for number, slice_ in enumerate(slices):
        if slice_.unit:
            filter_ids = "true" if each_filter else _filter_ids(like, rollup)
            reading.add_rollup(number, slice_, columns, filter_ids)
        elif each_filter:
            reading.add_facts(number, slice_, columns, day=UTC_DAY, only_filter=None)
        else:
            day = DAY_OF[like.group_by] if by_time else "NULL::date"
            only = MATCHING if like.filters.values else EVERYTHING
            reading.add_facts(number, slice_, columns, day=day, only_filter=only)
    keys = (*time_keys, *filter_keys, *rollup.groups)
    found = reading.rows(keys, each_filter=each_filter)
    return [
        _summed(
            keys,
            rollup.measures,
            (
                row
                for number, slice_ in enumerate(slices)
                if any(one.holds(slice_) for one in of_query)
                for row in found[str(query.app_id), number]
            ),
        )
        for query, of_query in zip(queries, slices_of_queries, strict=True)
    ]


def _units(query: SummaryQuery, rollup: Rollup, *, each_filter: bool) -> tuple[Unit, ...]:
    """The units of time whose rollup rows answer the query, the longest first."""
    if not each_filter and _filter_ids(query, rollup) == "":
        return ()
    quarters = (QUARTERS,) if rollup.quarters else ()
    if each_filter or query.group_by not in DAY_OF:
        return (DAYS, *quarters)
    return (DAYS, *quarters) if (query.group_by, query.zone) == ("day", "UTC") else quarters


def _filter_ids(query: SummaryQuery, rollup: Rollup) -> str:
    """A predicate in SQL: whether rows of a rollup count what passes the query's filters.

    Rows of several segments are added up. "": no rows of this rollup do.
    """
    match query.filters.values:
        case ():
            return f"filter_id = {EVERYTHING}"
        case ((name, (_,)),):
            return f"filter_id = rollups.filter_id('{name}', (%({name})s)[1])"
    return _OF_SEGMENTS if rollup.by_segment else ""


def _summed(
    keys: tuple[str, ...], measures: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> list[Row]:
    """The rows of several slices, added up by their keys. (Most of the time of warming is here.)"""
    width = len(keys)
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        there = sums.get(key := row[:width])
        if there is None:
            sums[key] = list(row[width:])
        else:
            for number, value in enumerate(row[width:]):
                there[number] += value
    names = (*keys, *measures)
    return [dict(zip(names, (*key, *values), strict=True)) for key, values in sums.items()]


class _Reading:
    """Builds the statement that reads the slices for all apps."""

    def __init__(self, queries: Sequence[SummaryQuery], rollup: Rollup) -> None:
        like = queries[0]
        self.filters = like.filters.values
        self.group_by = like.group_by
        self.rollup = rollup
        self.selects: list[str] = []
        self.params: dict[str, Any] = {
            "app_ids": list({query.app_id for query in queries}),
            "zone": like.zone,
            **{name: list(values) for name, values in self.filters},
        }

    def add_rollup(
        self, number: int, slice_: Slice, columns: tuple[str, ...], filter_ids: str
    ) -> None:
        if filter_ids == _OF_SEGMENTS:
            self._find_segments()
        where = [_OF_APPS, filter_ids]
        rollup = self.rollup
        if slice_.unit == QUARTERS and rollup.quarters:
            rollup = rollup.quarters
            where += self._in_range("quarter", slice_)
            day = DAY_OF.get(self.group_by, "").format(at="quarter")
            columns = tuple(f"{day} AS day" if name == "day" else name for name in columns)
        where += self._in_range("day", slice_, of_days=True)
        self._add(number, columns, f"rollups.{rollup.name} WHERE {ands(where)}")

    def add_facts(
        self,
        number: int,
        slice_: Slice,
        columns: tuple[str, ...],
        *,
        day: str,
        only_filter: int | None,
    ) -> None:
        if only_filter == MATCHING:
            self._find_segments()
        rows = {SEGMENT_BRIDGE.name: segment_bridge()} if only_filter is None else {}
        for name, at in self.rollup.reads.items():
            where = [_OF_APPS, *self._in_range(at, slice_)]
            rows[name] = f"SELECT * FROM rollups.{name} WHERE {ands(where)}"
        counts = contributions(self.rollup, rows, day=day, only_filter=only_filter)
        self._add(number, columns, f"({counts}) facts")

    def rows(
        self, keys: tuple[str, ...], *, each_filter: bool
    ) -> dict[tuple[str, int], list[tuple[Any, ...]]]:
        """The rows, by app and number of the slice. Their keys come before their measures."""
        names = ("app_id", "slice", *keys)
        sums = commas(f"sum({measure})::int" for measure in self.rollup.measures)
        source = f"({' UNION ALL '.join(self.selects)}) counts"
        if each_filter:
            source += f" JOIN rollups.filter f ON f.id = filter_id WHERE filter_id <> {EVERYTHING}"
        found = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT app_id::text, slice, {commas((*keys, sums))} FROM {source} "
                f"GROUP BY {commas(names)}",
                self.params,
            )
            for app_id, number, *row in cursor.fetchall():
                found[app_id, number].append(tuple(row))
        return found

    def _add(self, number: int, columns: tuple[str, ...], source: str) -> None:
        selected = commas(("app_id", f"{number} AS slice", *columns, *self.rollup.measures))
        self.selects.append(f"SELECT {selected} FROM {source}")

    def _in_range(self, column: str, slice_: Slice, *, of_days: bool = False) -> list[str]:
        """`of_days`: the column holds UTC days. Those that the slice only touches are in range."""
        end = slice_.end
        bounds: dict[str, date | None] = {">=": slice_.start, "<": end}
        if of_days:
            touched = end and (end - timedelta(microseconds=1)).date()
            bounds = {">=": slice_.start and slice_.start.date(), "<=": touched}
        conditions = []
        for operator, bound in bounds.items():
            if bound is not None:
                name = f"bound_{len(self.params)}"
                self.params[name] = bound
                conditions.append(f"{column} {operator} %({name})s")
        return conditions

    def _find_segments(self) -> None:
        """Set the parameter `segments`: the ids of those that pass, as the text of an array.

        They are a constant in the statement, because PostgreSQL searches constant lists by hash.
        """
        if "segments" in self.params:
            return
        matches = [f"{name} = ANY(%({name})s)" for name, _ in self.filters]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT coalesce(array_agg(id)::text, '{{}}') FROM rollups.segment "
                f"WHERE {ands(matches)}",
                self.params,
            )
            self.params["segments"] = cursor.fetchone()[0]
