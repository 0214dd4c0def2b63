"""A refresh or a backfill is stopped in the middle: by a writer, by another run, or by death.

A lock on one of its tables stops it: on rows, or on the whole table. With a lock on rows it reads
before it waits.
"""

from collections.abc import Callable

import pytest
from django.db.utils import OperationalError

from rollups.changes import days
from rollups.pipeline import backfill
from rollups.pipeline.refresh import drain
from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.races.background import in_background, stopped_at
from tests.proofs.races.exact import assert_exact
from tests.proofs.races.scene import Scene, World

STOPS = {
    "at the queue": "SELECT FROM rollups.change_queue FOR UPDATE",
    "before segments": "LOCK TABLE rollups.segment IN SHARE MODE",
    "before filters": "LOCK TABLE rollups.filter IN SHARE MODE",
    "before conferences": "LOCK TABLE rollups.conference_fact IN SHARE MODE",
    "at a conference": "SELECT FROM rollups.conference_fact FOR UPDATE",
    "at a session": "SELECT FROM rollups.session_fact FOR UPDATE",
    "at a connection": "SELECT FROM rollups.connection_fact FOR UPDATE",
    "before issues": "LOCK TABLE rollups.issue_fact IN SHARE MODE",
    "before sums": "LOCK TABLE rollups.conference_status IN SHARE MODE",
    "at a sum": "SELECT FROM rollups.conference_status FOR UPDATE",
    "before the last sums": "LOCK TABLE rollups.session_city IN SHARE MODE",
}


def backfill_all() -> None:
    """Build every day again."""
    days.note_all()
    backfill.run()


WORK: dict[str, Callable[[], object]] = {"refresh": drain, "backfill": backfill_all}

# Together they change every table at which the work is stopped, with new values.
BEFORE = ("a session changes its browser", "the conference moves to another day")

MEANWHILE = (
    "the conference becomes ongoing",
    "a session leaves",
    "an issue is attributed elsewhere",
    "the conference moves to another app",
)

any_stop = pytest.mark.parametrize(
    ("work", "lock"),
    [
        pytest.param(work, lock, id=f"{name} {place}")
        for place, lock in STOPS.items()
        for name, work in WORK.items()
        if (name, place) != ("backfill", "at the queue")  # a backfill leaves the queue alone
    ],
)


@pytest.fixture
def scene(world: World) -> Scene:
    """A refreshed conference with changes that are not refreshed yet."""
    scene = world.scene()
    drain()
    for name in BEFORE:
        world.change(scene, name)
    return scene


@any_stop
def test_a_change_that_commits_meanwhile_is_not_lost(
    lock: str,
    work: Callable[[], object],
    scene: Scene,
    world: World,
    connect: Connect,
    product: Product,
) -> None:
    with stopped_at(connect, lock) as stop:
        running = in_background(work)
        stop.wait_for_somebody()
        for name in MEANWHILE:
            world.change(scene, name)
        stop.release()
        running.result()
    drain()
    assert_exact(product, connect)


@any_stop
def test_two_at_once_count_nothing_twice(
    lock: str, work: Callable[[], object], scene: Scene, connect: Connect, product: Product
) -> None:
    with stopped_at(connect, lock) as stop:
        first = in_background(work)
        stop.wait_for_somebody()
        others = [in_background(drain), in_background(backfill_all)]
        stop.release()
        for running in (first, *others):
            running.result()
    assert_exact(product, connect)


@any_stop
def test_one_that_is_killed_loses_nothing_and_counts_nothing_twice(
    lock: str,
    work: Callable[[], object],
    scene: Scene,
    connect: Connect,
    product: Product,
) -> None:
    with stopped_at(connect, lock) as stop:
        running = in_background(work)
        stop.kill(stop.wait_for_somebody())
        with pytest.raises(OperationalError):
            running.result()
    work()
    drain()
    assert_exact(product, connect)
