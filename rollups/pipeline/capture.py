"""Change capture: triggers on PeerMetrics' tables. They queue the conferences that a write touches.

Each source has one trigger for each event, because transition tables allow neither several events
nor lists of columns. An UPDATE is compared as sets: old rows EXCEPT new rows, and the reverse. A
join by id would be planned for one row, and take minutes for many.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import uniform
from typing import NamedTuple

from django.db import OperationalError, connection, transaction

from rollups import clock
from rollups.changes import days, queue
from rollups.definitions import installed
from rollups.definitions.declarations import Source
from rollups.definitions.installed import digest_of
from rollups.definitions.registry import declared
from rollups.definitions.sql import commas

_TRIGGER = (Path(__file__).parent / "trigger.sql").read_text()

_TRIES = 250
_LOCK_TIMEOUT = "100ms"  # PeerMetrics' writers queue behind us for no longer than this
_PAUSE = (0.2, 0.6)  # seconds, least and most: not in step with writes that come at intervals
_NOT_GOT = ("55P03", "40P01")  # lock_not_available, deadlock_detected

# A trigger that is enabled for replicas alone does not fire for PeerMetrics.
_ENABLED = """
SELECT c.relname, t.tgname
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled IN ('O', 'A')"""


class Status(NamedTuple):
    """Which of the triggers are there and enabled, and which are not."""

    present: list[str]
    absent: list[str]

    @property
    def on(self) -> bool:
        return not self.absent


def update() -> None:
    """Create the triggers and their functions that are absent, or differ from the code.

    If any was absent, note every day for the backfill: nobody knows what changed meanwhile.
    """
    absent, known = set(status().absent), installed.digests()
    for source in declared().sources:
        changed = [
            event
            for event in source.events
            if _name(source, event) in absent
            or known.get(_noted(source, event)) != digest_of(_create(source, event))
        ]
        if changed:
            with_lock(partial(_install, source, changed))
    if absent:
        days.note_all()


def _install(source: Source, events: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for event in events:
            text = _create(source, event)
            cursor.execute(text)
            installed.note(_noted(source, event), digest_of(text))


def digests() -> dict[str, str]:
    """The digests of the code's triggers, by the names under which `installed` keeps them."""
    return {
        _noted(source, event): digest_of(_create(source, event))
        for source in declared().sources
        for event in source.events
    }


def on() -> None:
    """Turn capture on, unless it is."""
    if not status().on:
        update()


def off() -> None:
    """Turn capture off: drop the triggers, so that PeerMetrics' writes run nothing of ours.

    A trigger is dropped with its function, which is ours. To disable or drop a trigger by itself,
    one has to own PeerMetrics' table.
    """
    began = clock.now()
    for source in declared().sources:
        with_lock(partial(_remove, source))
    # Last, so that no backfill takes it back while some triggers are still there.
    days.stale_from(began)


def _remove(source: Source) -> None:
    with connection.cursor() as cursor:
        for event in source.events:
            cursor.execute(f"DROP FUNCTION IF EXISTS rollups.{_name(source, event)} CASCADE")
            installed.forget(_noted(source, event))


def status() -> Status:
    """The state of every trigger, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(_ENABLED)
        enabled = set(cursor.fetchall())
    wanted = [
        (source.table, _name(source, event))
        for source in declared().sources
        for event in source.events
    ]
    return Status(
        present=[name for table, name in wanted if (table, name) in enabled],
        absent=[name for table, name in wanted if (table, name) not in enabled],
    )


def _name(source: Source, event: str) -> str:
    return f"rollups_{source.name}_{event}"


def _noted(source: Source, event: str) -> str:
    return f"trigger {_name(source, event)}"


_TRANSITION_TABLES = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "truncate": "",
}


def _create(source: Source, event: str) -> str:
    return _TRIGGER.format(
        function=_name(source, event),
        table=source.table,
        event=event.upper(),
        queue_what_changed=_queueing(source, event),
        transition_tables=_TRANSITION_TABLES[event],
    )


def _queueing(source: Source, event: str) -> str:
    """The statement by which the trigger queues what the write touched."""
    if event == "truncate":
        return queue.put(f"VALUES ('{source.name}')", ["source"])
    if source.found_later:
        columns = ("source", "row_id")
        found = f"SELECT '{source.name}', {source.found_later} FROM changed"
    else:
        columns, found = ("app_id", "conference_id"), source.conferences
    return queue.put(
        f"    WITH changed AS ({_changed(source, event)}),\n"
        f"    touched ({commas(columns)}) AS ({found})\n"
        f"    SELECT DISTINCT {commas(columns)} FROM touched",
        columns,
    )


def _changed(source: Source, event: str) -> str:
    reads = commas(source.reads)
    old, new = f"SELECT {reads} FROM old_rows", f"SELECT {reads} FROM new_rows"
    both_ways = f"({old} EXCEPT ALL {new}) UNION ALL ({new} EXCEPT ALL {old})"
    return {"insert": new, "delete": old, "update": both_ways}[event]


def with_lock(work: Callable[[], None]) -> None:
    """Do the work in one transaction, without making PeerMetrics wait for a lock.

    The work needs a lock that conflicts with writers. While we wait for it, later writers wait
    behind us. So we wait briefly, let them pass, and try again. Raise OperationalError after two
    minutes without the lock.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
                work()
            return
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in _NOT_GOT or attempt == _TRIES:
                raise
            time.sleep(uniform(*_PAUSE))
