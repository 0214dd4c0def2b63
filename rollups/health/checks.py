"""One check for each thing that can be wrong: what was found, and how to mend it."""

from collections.abc import Iterator
from typing import NamedTuple

from rollups.health.state import PeriodicRun, State
from rollups.models import AuditRound
from rollups.pipeline import rolling_audit

QUEUE_SECONDS = 60  # the refresh comes every five
LAG_SECONDS = 30
BEAT_SECONDS = 60
TRANSACTION_SECONDS = 600

# What the result of each task counts.
_COUNTED = {
    "refresh": "conferences",
    "warm": "answers",
    "backfill": "days",
    "audit": "differences",
}


class Check(NamedTuple):
    """`value`: what was found, in words. `mend`: what to do about it; empty if the check is ok."""

    name: str
    ok: bool
    value: str
    mend: str = ""


def check(name: str, ok: bool, value: str, mend: str) -> Check:
    """A check. It keeps `mend` only if it is not ok."""
    return Check(name, ok, value, "" if ok else mend)


def of_state(state: State) -> Iterator[Check]:
    """The checks of what the database knows of the pipeline."""
    yield _peermetrics(state)
    yield _schema(state)
    yield check(
        "jit",
        not state.compiles,
        "on" if state.compiles else "off",
        "PostgreSQL compiles our statements for longer than it runs them: a pooler drops our "
        f"connection options. Type: ALTER ROLE {state.role} SET jit = off; and reconnect.",
    )
    yield check(
        "capture",
        not state.absent_triggers,
        "on" if not state.absent_triggers else f"off: without {', '.join(state.absent_triggers)}",
        "Changes are not captured. Run manage.py capture on, which also notes what was missed.",
    )
    yield _missed(state)
    yield check(
        "backfill",
        not state.pending_days,
        f"{state.pending_days} days of apps are to be built" if state.pending_days else "complete",
        "Beat's backfill task builds them, 20 s of every 30. At once: manage.py backfill.",
    )
    yield _queue(state)
    yield check(
        "freshness",
        state.as_of is not None and state.age(state.as_of) <= LAG_SECONDS,
        f"answers are {span(state.age(state.as_of))} behind" if state.as_of else "not built yet",
        "Numbers are complete once capture, backfill and queue are ok.",
    )
    yield _audit(state)
    yield _transaction(state)
    yield _beat(state)
    yield from (_task(one, state) for one in state.periodic)


def _peermetrics(state: State) -> Check:
    absent = ", ".join(state.absent_columns)
    return check(
        "peermetrics",
        not absent,
        f"cannot be read: {absent}" if absent else "has every table and column that is read",
        "It was renamed or dropped, or our role has no right to it. PeerMetrics' writes go on, and "
        "are not counted. Give it its name back, or GRANT SELECT ON the table TO "
        f"{state.role}; or install a version of this product for the new schema. What was written "
        "meanwhile is then found by the audit.",
    )


def _schema(state: State) -> Check:
    if state.open_functions:
        return Check(
            "schema",
            False,
            f"anybody may run {', '.join(state.open_functions)} as our role",
            "Run manage.py migrate, which takes the right away; see who granted it.",
        )
    more = f" and {len(state.outdated) - 1} more" if state.outdated[1:] else ""
    return check(
        "schema",
        not state.outdated,
        f"of another version: {state.outdated[0]}{more}" if state.outdated else "of this version",
        "Run manage.py migrate.",
    )


def _missed(state: State) -> Check:
    if not state.missing:
        mended = f"none; {state.missed} were, and are mended" if state.missed else "none"
        return Check("missed", True, mended)
    return Check(
        "missed",
        False,
        f"{state.missing} changes were not queued",
        "The log of PostgreSQL says why (WARNING: rollups: a change ...). The audit, below, mends "
        "them by itself once a round that began after them has ended. At once: "
        "manage.py audit --repair.",
    )


def _audit(state: State) -> Check:
    """One round after the other: of recent days every two minutes, of all twice a day."""
    differences = sum(one.differences + one.last_differences for one in state.rounds.values())
    told = "; ".join(
        _round(state, state.rounds[kind.name])
        for kind in rolling_audit.KINDS
        if kind.name in state.rounds
    )
    late = [
        kind.name
        for kind in rolling_audit.KINDS
        if kind.name in state.rounds
        and state.age(state.rounds[kind.name].seen_at) > kind.late.total_seconds()
    ]
    if differences:
        return Check("audit", False, f"{differences} differences found: {told}", _AUDIT)
    return check(
        "audit",
        not late,
        told or "has not begun",
        f"The round of {' and '.join(late)} days is late. See the audit task below. If it runs, "
        "the days are more than it can look at: manage.py audit looks at them all, as long as it "
        "takes.",
    )


def _round(state: State, round_: AuditRound) -> str:
    """`all: 40 of 93 days of apps`, `recent: 6 days of apps, 20 s ago`."""
    if round_.ended_at is not None:
        return f"{round_.kind}: {round_.days} days of apps, {span(state.age(round_.ended_at))} ago"
    of_last = f" of {round_.last_days}" if round_.last_days else ""
    return f"{round_.kind}: at day {round_.days + 1}{of_last} of apps"


def _queue(state: State) -> Check:
    age = state.age(state.queued_at)
    return check(
        "queue",
        age <= QUEUE_SECONDS,
        f"{state.queue_rows} rows, the oldest {span(age)} old" if state.queued_at else "empty",
        "Refreshes do not keep up, or do not run: see worker and beat below. By hand: "
        "manage.py refresh. If one runs for long, raise REFRESH_SHARDS.",
    )


def _transaction(state: State) -> Check:
    age = state.age(state.oldest_transaction)
    value = f"the oldest has been open for {span(age)}" if state.oldest_transaction else "none open"
    if not state.sees_all_transactions:
        value += ", of ours alone: to see all, GRANT pg_read_all_stats TO our role"
    return check(
        "transaction",
        age <= TRANSACTION_SECONDS,
        value,
        "It keeps dead rows of the queue from being removed, so that refreshes become slow. Find "
        "it in pg_stat_activity by xact_start, and end it: SELECT pg_terminate_backend(pid). "
        "One that was prepared is in pg_prepared_xacts: ROLLBACK PREPARED.",
    )


def _beat(state: State) -> Check:
    age = state.age(state.beat_at)
    return check(
        "beat",
        state.beat_at is not None and age <= BEAT_SECONDS,
        f"last sent a task {span(age)} ago" if state.beat_at else "never sent a task",
        "Start it, once: celery -A proj beat. If it runs, see its log.",
    )


def _task(one: PeriodicRun, state: State) -> Check:
    """A run is late after two periods and a minute, in which worker and beat may restart."""
    name = f"{one.name} task"
    if not one.enabled:
        return Check(name, False, "disabled", "Enable it in /admin/, under periodic tasks.")
    if one.run is None:
        return check(
            name,
            one.sent_at is None,
            "not due yet" if one.sent_at is None else "sent, and never finished",
            "Start a worker: celery -A proj worker. If it runs, see its log.",
        )
    age = state.age(one.run.finished_at)
    told = f"finished {span(age)} ago after {span(one.run.seconds)}"
    if one.run.error:
        return Check(name, False, f"{told} with {one.run.error}", "See the worker's log.")
    if one.run.result is not None:
        told = f"{told}: {one.run.result} {_COUNTED.get(one.name, 'things')}"
    late = "Worker or beat do not run, or it takes too long. See their logs."
    return check(name, age <= 2 * one.period + 60, told, late)


_AUDIT = (
    "They were repaired, and the worker's log names them. The next round, which begins at once, "
    "finds none, and this is ok again. If it finds some again, something writes to schema rollups, "
    "or to PeerMetrics' tables without their triggers."
)


def span(seconds: float) -> str:
    """A time in a person's words: 12 ms, 4.0 s, 90 s, 3 min, 5 h, 2 days."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    for limit, unit, size in ((120, "s", 1), (7200, "min", 60), (172_800, "h", 3600)):
        if seconds < limit:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86_400:.0f} days"
