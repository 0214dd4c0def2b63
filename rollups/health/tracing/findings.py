"""Judges a trace: what keeps the conference from being counted as it is, and what to do."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from rollups.health.tracing.rows import FactRows
from rollups.health.tracing.trace import Trace


class Finding(NamedTuple):
    """`text`: what is wrong or behind. `mend`: what to do about it. `command`: one that does it, to
    be typed; or empty."""

    text: str
    mend: str
    command: str = ""


def findings(trace: Trace) -> list[Finding]:
    """Why answers may not count the conference as it is now. Empty: they do."""
    return [
        *_capture(trace),
        *_to_build(trace),
        *_queued(trace),
        *_facts(trace),
        *_rollups(trace),
        *_answers(trace),
    ]


def verdict(trace: Trace) -> str:
    """A sentence for the conference that has no finding."""
    if any(any(one.stored.values()) for one in trace.contributions):
        return f"This conference is counted as of {trace.at:%Y-%m-%d %H:%M:%S} UTC."
    return (
        f"This conference counts nowhere as of {trace.at:%Y-%m-%d %H:%M:%S} UTC, which is right: "
        "none of its rows is active."
    )


def _capture(trace: Trace) -> Iterator[Finding]:
    if trace.absent_triggers:
        yield Finding(
            f"Capture is off: {len(trace.absent_triggers)} triggers are missing or disabled, "
            f"{trace.absent_triggers[0]} for one. Changes since then are not counted.",
            "Run manage.py capture on, then manage.py backfill.",
        )


def _to_build(trace: Trace) -> Iterator[Finding]:
    for app_id, day in trace.to_build:
        yield Finding(
            f"The day {day} of app {app_id} is still to be built.",
            "The backfill task builds it. By hand:",
            "manage.py backfill",
        )


def _queued(trace: Trace) -> Iterator[Finding]:
    if trace.queue:
        oldest = min(row["queued_at"] for row in trace.queue)
        yield Finding(
            f"It has changed since {oldest:%Y-%m-%d %H:%M:%S} UTC, and is still queued.",
            "The next refresh counts it, within seconds. If this stays, manage.py status says why. "
            "By hand:",
            "manage.py refresh",
        )


def _facts(trace: Trace) -> Iterator[Finding]:
    """Facts that differ, unless a finding above explains that."""
    if trace.absent_triggers or trace.queue or trace.to_build or not trace.differing:
        return
    names = ", ".join(dict.fromkeys(one.fact for one in trace.differing))
    text = f"Stored facts differ from the raw rows: {names}. "
    if not any(one.from_raw for one in trace.facts):
        text = "It has no raw row any more, and its facts are still stored. "
    mend = "The audit mends recent days within minutes, others within a day. At once:"
    if trace.missing:
        text += (
            f"A trigger could not queue {trace.missing} changes, and this is likely one of them."
        )
        mend = "The audit mends it within minutes. At once:"
    else:
        text += (
            "No change is queued. Somebody wrote to schema rollups, or to PeerMetrics' tables "
            "without their triggers."
        )
    for app_id, days in _days(trace.differing).items():
        yield Finding(text, mend, _repair(app_id, min(days), max(days)))


def _days(differing: list[FactRows]) -> dict[UUID, set[date]]:
    """Days of the rows that differ. The audit compares whole conferences."""
    found: dict[UUID, set[date]] = {}
    for one in differing:
        for difference in one.differences:
            row = difference.stored or difference.from_raw or {}
            day = date.fromisoformat(row["created_at"][:10])
            found.setdefault(one.app_id, set()).add(day)
    return found


def _rollups(trace: Trace) -> Iterator[Finding]:
    for one in trace.compared:
        repair = _repair(one.app_id, one.day, one.day)
        if one.differences is None:
            yield Finding(
                f"The rollups of {one.day} could not be compared with their facts: that takes too "
                "long here.",
                "The audit compares them. At once:",
                repair.replace(" --repair", ""),
            )
        elif one.differences:
            tables = ", ".join(dict.fromkeys(each.table for each in one.differences))
            yield Finding(
                f"Rollups of {one.day} differ from the stored facts: {tables}. Somebody wrote to "
                "schema rollups.",
                "The audit mends recent days within minutes, others within a day. At once:",
                repair,
            )


def _repair(app_id: UUID, first: date, last: date) -> str:
    return f"manage.py audit --app {app_id} --from {first} --to {last} --repair"


def _answers(trace: Trace) -> Iterator[Finding]:
    for one in trace.answers:
        if one.older:
            yield Finding(
                f"{len(one.older)} answers in the cache were computed from older data of app "
                f"{one.app_id}, and are still given.",
                "The next warming computes them, within 30 s. Those that nobody warms expire "
                "within 6 minutes. At once:",
                "manage.py warm_dashboard_cache",
            )
