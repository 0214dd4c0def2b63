"""Places: how much is computed at once and for whom. All others wait, or are refused in time."""

import threading
import time
from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from rollups.cache.misses import Places, TooBusy
from tests.waiting import PATIENCE, until


class Room:
    """Places, and threads that hold a place until the event `let_go`."""

    def __init__(self, threads: ThreadPoolExecutor, places: Places) -> None:
        self._threads = threads
        self._places = places
        self.let_go = threading.Event()

    def enter(self, who: Hashable) -> Future[bool]:
        entered: Future[bool] = Future()

        def hold() -> None:
            try:
                with self._places.taken(who):
                    entered.set_result(True)
                    self.let_go.wait(PATIENCE)
            except TooBusy:
                entered.set_result(False)

        self._threads.submit(hold)
        return entered

    def until_waiting(self, number: int) -> None:
        until(lambda: self._places._waiting == number)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


@pytest.fixture
def room(threads: ThreadPoolExecutor) -> Iterator[Room]:
    """Two compute at once, and two more may wait, longer than a test takes."""
    room = Room(threads, Places(at_once=2, waiting=2, seconds=10 * PATIENCE, slow=20 * PATIENCE))
    yield room
    room.let_go.set()


def test_two_callers_compute_at_once_and_a_third_waits_for_its_turn(room: Room) -> None:
    assert room.enter("ada").result(PATIENCE)
    assert room.enter("bob").result(PATIENCE)
    third = room.enter("eve")
    room.until_waiting(1)
    assert not third.done()

    room.let_go.set()

    assert third.result(PATIENCE)  # it was notified, long before the bound


def test_one_caller_has_one_place_and_leaves_the_other_to_others(room: Room) -> None:
    assert room.enter("ada").result(PATIENCE)
    again = room.enter("ada")
    room.until_waiting(1)
    assert not again.done()

    assert room.enter("bob").result(PATIENCE)

    room.let_go.set()
    assert again.result(PATIENCE)


def test_a_caller_who_finds_no_place_to_wait_is_refused_at_once(room: Room) -> None:
    assert room.enter("ada").result(PATIENCE)
    waiting = [room.enter("ada") for _ in range(2)]
    room.until_waiting(2)

    assert room.enter("ada").result(PATIENCE) is False
    assert not any(one.done() for one in waiting)


def test_nobody_waits_longer_than_the_bound() -> None:
    places = Places(at_once=2, waiting=2, seconds=0.2, slow=60)

    began = time.monotonic()
    with places.taken("ada"), pytest.raises(TooBusy), places.taken("ada"):
        pass
    assert time.monotonic() - began >= 0.2


def test_a_refusal_is_held_back() -> None:
    began = time.monotonic()
    Places(at_once=1, waiting=3, seconds=10, slow=60).hold(0.2)

    assert time.monotonic() - began >= 0.2


@pytest.fixture
def slow_room(threads: ThreadPoolExecutor) -> Iterator[Room]:
    """A block that has run for half a second frees its place."""
    room = Room(threads, Places(at_once=2, waiting=2, seconds=PATIENCE, slow=0.5))
    yield room
    room.let_go.set()


def test_slow_blocks_do_not_keep_others_waiting(slow_room: Room) -> None:
    began = time.monotonic()
    assert slow_room.enter("ada").result(PATIENCE)
    assert slow_room.enter("bob").result(PATIENCE)

    others = [slow_room.enter("eve"), slow_room.enter("joe")]

    assert [entered.result(PATIENCE) for entered in others] == [True, True]
    assert time.monotonic() - began >= 0.5  # by then the first two are slow


def test_the_number_of_slow_blocks_is_bounded(slow_room: Room) -> None:
    for who in ("ada", "bob", "eve", "joe"):
        assert slow_room.enter(who).result(PATIENCE)
    waiting = [slow_room.enter(who) for who in ("kim", "lea")]
    slow_room.until_waiting(2)

    assert slow_room.enter("max").result(PATIENCE) is False
    assert not any(one.done() for one in waiting)


def test_held_back_refusals_leave_places_to_blocks_that_wait(
    threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    monkeypatch.setattr("rollups.cache.misses.time.sleep", let_go.wait)
    places = Places(at_once=1, waiting=3, seconds=PATIENCE, slow=10 * PATIENCE)

    held = [threads.submit(places.hold, PATIENCE) for _ in range(3)]
    until(lambda: sum(one.done() for one in held) == 2)
    with places.taken("ada"):
        turn = threads.submit(_enter, places, "bob")
        until(lambda: places._waiting == 2)  # the third of the refused, and bob

    turn.result(PATIENCE)
    let_go.set()


def test_a_place_is_free_again_after_a_failure() -> None:
    places = Places(at_once=1, waiting=0, seconds=0, slow=60)
    with pytest.raises(ZeroDivisionError), places.taken("ada"):
        raise ZeroDivisionError

    with places.taken("ada"), pytest.raises(TooBusy), places.taken("bob"):
        pass


def _enter(places: Places, who: Hashable) -> None:
    with places.taken(who):
        pass
