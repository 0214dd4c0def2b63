"""A trace as text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from json import dumps
from textwrap import wrap
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rollups.health.checks import span
from rollups.health.tracing.answers import Answers, WarmAnswer
from rollups.health.tracing.contributed import Contribution
from rollups.health.tracing.findings import Finding, verdict
from rollups.health.tracing.rows import Difference, FactRows, RawRows, Row
from rollups.health.tracing.trace import Compared, Trace

MOST_ROWS = 20  # of a table
MOST_LENGTH = 60  # characters of a value
_WIDTH = 100


def screen(trace: Trace, found: list[Finding]) -> Iterator[str]:
    apps = ", ".join(f"app {app_id}" for app_id in trace.apps) or "no app"
    yield f"Conference {trace.conference_id} of {apps}, at {_moment(trace.at)}"
    yield from _section("Raw rows", _raw(trace.raw))
    yield from _section("Change queue", map(_values, trace.queue), "no row because of it")
    yield from _section(
        "Days to build", (f"{day} of app {app_id}" for app_id, day in trace.to_build)
    )
    yield from _section("Facts", _facts(trace.facts))
    yield from _section("Rollups: what it adds, of how many in all", _adds(trace.contributions))
    yield from _section("Rollups of its days, compared with all facts", _compared(trace.compared))
    yield from _section("Answers in the cache", _answers(trace.answers))
    yield from _section("Pipeline", _pipeline(trace))
    yield ""
    yield from _end(trace, found)


def _section(title: str, lines: Iterable[str], otherwise: str = "none") -> Iterator[str]:
    yield f"\n{title}"
    shown = [f"  {line}" for line in lines]
    yield from shown or [f"  {otherwise}"]


def _raw(sources: list[RawRows]) -> Iterator[str]:
    for one in sources:
        active = "" if one.active is None else f", {one.active} active"
        yield f"{one.source:<24} {_rows(len(one.rows))}{active}"
        yield from _some(f"  {_values(_without_place(row))}" for row in one.rows)


def _facts(facts: list[FactRows]) -> Iterator[str]:
    for one in facts:
        counts = f"{len(one.stored)} stored, {len(one.from_raw)} from the raw rows"
        wrong = len(one.differences)
        yield f"{one.fact:<24} {counts}: {f'{wrong} differ' if wrong else 'the same'}"
        yield from _some(f"  {_difference(each)}" for each in one.differences)


def _difference(one: Difference) -> str:
    if one.from_raw is None:
        return f"unfounded: {_values(_without_place(one.stored or {}))}"
    if one.stored is None:
        return f"missing: {_values(_without_place(one.from_raw))}"
    unlike = (
        f"{name} is {_value(one.stored[name])}, and should be {_value(one.from_raw[name])}"
        for name in one.columns
    )
    return f"differs: {_values(one.key)}: {'; '.join(unlike)}"


def _without_place(row: Row) -> Row:
    """The row without what every row of the conference has."""
    return {name: row[name] for name in row if name not in ("app_id", "conference_id")}


def _adds(contributions: list[Contribution]) -> Iterator[str]:
    rows = [
        (
            one.rollup,
            str(one.day),
            f"{one.dimension} = {one.value}" if one.value else one.dimension,
            ", ".join(_add(one, measure) for measure in one.stored),
            _values(one.groups),
        )
        for one in contributions
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).strip()


def _add(one: Contribution, measure: str) -> str:
    in_all = one.in_all[measure] if one.in_all else "none"
    stored, from_raw = one.stored[measure], one.from_raw[measure]
    wrong = "" if stored == from_raw else f", and should add {from_raw}"
    return f"{stored} of {in_all} {measure}{wrong}"


def _compared(days: list[Compared]) -> Iterator[str]:
    for one in days:
        if one.differences is None:
            yield f"{one.day} of app {one.app_id}: gave up, it takes too long"
        else:
            wrong = len(one.differences)
            told = f"{wrong} differences" if wrong else "they agree"
            yield f"{one.day} of app {one.app_id}: {told}"
            yield from _some(f"  {each}" for each in one.differences)


def _answers(apps: list[Answers]) -> Iterator[str]:
    for one in apps:
        warmed = f"warmed version {one.warmed_version}" if one.warmed_version else "never warmed"
        yield f"app {one.app_id}: version {one.version} of its data, {warmed}"
        if one.warm is None:
            yield "Redis does not answer: what it holds is not known"
        else:
            yield from _warm(one.warm, one.version)
        if one.unwarmed:
            fresh = [each for each in one.unwarmed if each.is_fresh]
            older = sum(each.version < one.version for each in fresh)
            yield (
                f"{len(one.unwarmed)} answers that nobody warms, and that may hold it: "
                f"{len(fresh)} fresh, {older} of these of an older version"
            )


def _warm(answers: list[WarmAnswer], version: int) -> Iterator[str]:
    if not answers:
        yield "it is in the range of no answer that is kept warm"
    ranges: dict[tuple[Any, ...], list[WarmAnswer]] = defaultdict(list)
    for one in answers:
        ranges[one.start, one.zone].append(one)
    for (start, zone), alike in ranges.items():
        since = f"since {start.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if start else "all time"
        yield f"{since}, {zone}: {_held(alike, version)}"


def _held(answers: list[WarmAnswer], version: int) -> str:
    entries = [one.entry for one in answers if one.entry]
    if not entries:
        return f"{len(answers)} answers, none in the cache"
    fresh = sum(one.is_fresh for one in entries)
    newest = sum(one.version >= version for one in entries)
    moments = [one.as_of for one in entries if one.as_of]
    as_of = f"true of {_moment(min(moments))}, " if moments else ""
    return (
        f"{len(entries)} of {len(answers)} answers, {fresh} fresh, {newest} of this version, "
        f"{as_of}stored or renewed {span(max(one.age for one in entries))} ago"
    )


def _pipeline(trace: Trace) -> Iterator[str]:
    absent = trace.absent_triggers
    yield f"capture       {f'off: {len(absent)} triggers are missing' if absent else 'on'}"
    yield f"missed        {f'{trace.missing} changes are missing' if trace.missing else 'none'}"
    pending = trace.pending_days
    yield f"backfill      {f'{pending} days of apps are to be built' if pending else 'complete'}"
    as_of = _moment(trace.as_of) if trace.as_of else "no moment: no backfill has ever finished"
    yield f"answers       read now are true of {as_of}"


def _end(trace: Trace, found: list[Finding]) -> Iterator[str]:
    if not found:
        yield verdict(trace)
        return
    yield "This conference is not counted as it should be:"
    for one in found:
        yield from wrap(one.text, _WIDTH, initial_indent="- ", subsequent_indent="  ")
        yield from wrap(one.mend, _WIDTH, initial_indent="  -> ", subsequent_indent="     ")
        if one.command:
            yield f"     {one.command}"


def _some(lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    yield from lines[:MOST_ROWS]
    if len(lines) > MOST_ROWS:
        yield f"  and {len(lines) - MOST_ROWS} more: see --json"


def _values(row: Row) -> str:
    return ", ".join(f"{name} = {_value(value)}" for name, value in row.items())


def _value(value: Any) -> str:
    text = str(value) if isinstance(value, str | UUID | date) else dumps(value)
    return text if len(text) <= MOST_LENGTH else f"{text[: MOST_LENGTH - 1]}…"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
