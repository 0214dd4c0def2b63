"""Is all well? One check for each thing that can be wrong: what was found, and how to mend it."""

from collections.abc import Iterator
from typing import NamedTuple

from rollups.health.state import PeriodicRun, State

QUEUE_SECONDS = 60  # the refresh comes every five
LAG_SECONDS = 30
BEAT_SECONDS = 60
TRANSACTION_SECONDS = 600

# What the result of a task's run is the number of.
_COUNTED = {
    "refresh": "conferences",
    "warm": "answers",
    "backfill": "days",
    "audit": "differences",
}


class Check(NamedTuple):
    """`value`: what was found, in words. `mend`: what to do about it; empty if it is ok."""

    name: str
    ok: bool
    value: str
    mend: str = ""


def check(name: str, ok: bool, value: str, mend: str) -> Check:
    """A check, whose `mend` counts only if it is not ok."""
    return Check(name, ok, value, "" if ok else mend)


def of_state(state: State) -> Iterator[Check]:
    """What the database tells of the pipeline."""
    yield check(
        "capture",
        not state.absent_triggers,
        "on" if not state.absent_triggers else f"off: without {', '.join(state.absent_triggers)}",
        "Changes are not captured. Run manage.py capture on, which also notes what was missed.",
    )
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
    yield _transaction(state)
    yield _beat(state)
    yield from (_task(one, state) for one in state.periodic)


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
    if one.name == "audit" and one.run.result:
        return Check(name, False, told, _AUDIT)
    late = "Worker or beat do not run, or it takes too long. See their logs."
    return check(name, age <= 2 * one.period + 60, told, late)


_AUDIT = (
    "They were repaired, and the worker's log names them. Audit anew: celery -A proj call "
    "rollups.tasks.audit. If it finds some again, something writes to schema rollups, or to "
    "PeerMetrics' tables without their triggers."
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
