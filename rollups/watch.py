"""Watches the queue: what changed is refreshed and warm within a second or two.

Beat is the clock: every few seconds it sends a task. The task looks at the queue again and again
until the next one is sent. (The triggers do not NOTIFY: a commit that notifies takes a lock that
all commits of the database share.)
"""

import os
import select
import time
from collections.abc import Collection
from uuid import UUID

from celery import signals

from rollups import clock
from rollups.cache import warm as warming
from rollups.changes import queue
from rollups.health import measured
from rollups.pipeline.refresh import Refreshed, drain

LOOK_EVERY = 0.4  # seconds
# A look reads dead rows too, if an open transaction keeps them: 100,000 take 3 ms. So after a look
# comes a pause of so many times its length. Looks take at most a fiftieth of a processor.
_REST_AFTER_LOOK = 50
_REST_AFTER_WORK = 1  # It leaves half a processor, and work that gathers is done together.

# The most that a task may take. What is left is for the next one.
WARM_SECONDS = 25
REFRESH_SECONDS = 20
_WARM_EVERY = 0.5  # seconds of refreshing. Changes that were refreshed do not wait for others.

# Readable as soon as the worker stops. Its processes inherit it from the worker. (The event of
# multiprocessing waits for a process that was killed while it waited.)
_stops, _stop = os.pipe()


@signals.worker_shutting_down.connect
def stop(**kwargs: object) -> None:
    """End each watch of this worker as soon as its work of the moment is done."""
    os.write(_stop, b".")


def watch(shard: int, shards: int, seconds: float) -> int:
    """Refresh and warm what changes within so many seconds. At least, look once.

    Return the number of refreshed conferences.
    """
    end = time.monotonic() + seconds
    began = time.monotonic()
    conferences = work(shard, shards)
    pause = max(LOOK_EVERY, _REST_AFTER_WORK * (time.monotonic() - began))
    while time.monotonic() + pause < end and not _stopped_within(pause):
        began = time.monotonic()
        if queue.is_empty():
            pause = max(LOOK_EVERY, _REST_AFTER_LOOK * (time.monotonic() - began))
        else:
            conferences += work(shard, shards)
            pause = max(LOOK_EVERY, _REST_AFTER_WORK * (time.monotonic() - began))
    return conferences


def _stopped_within(seconds: float) -> bool:
    readable, _, _ = select.select([_stops], [], [], seconds)
    return bool(readable)


def work(shard: int, shards: int) -> int:
    """Refresh what is queued, and warm the apps whose data is newer than their warm answers.

    While there is much to refresh, what is ready is warmed in between. Return the number of
    refreshed conferences.
    """
    began = warmed_at = time.monotonic()

    def on_turn(refreshed: Refreshed) -> None:
        nonlocal warmed_at
        if time.monotonic() - warmed_at > _WARM_EVERY:
            _warm_changed(refreshed, shard, shards)
            warmed_at = time.monotonic()

    refreshed = drain(
        shard=shard, shards=shards, wait=False, within=REFRESH_SECONDS, on_turn=on_turn
    )
    measured.refresh(refreshed, time.monotonic() - began)
    _warm_changed(refreshed, shard, shards)
    return refreshed.conferences.total()


def _warm_changed(refreshed: Refreshed, shard: int, shards: int) -> None:
    changed = warming.changed_apps(clock.now(), shard=shard, shards=shards)
    measured.visibility(refreshed, warm(changed))


def warm(app_ids: Collection[UUID]) -> warming.Warmed:
    """Warm these apps. An expensive one waits while changes are queued."""
    began = time.monotonic()
    warmed = warming.warm(app_ids, within=WARM_SECONDS, others_wait=lambda: not queue.is_empty())
    if app_ids:
        measured.warming(warmed, time.monotonic() - began)
    return warmed
