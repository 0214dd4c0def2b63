"""How much is computed at once, and for whom; everybody else is refused in time."""

import threading
import time
from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from rollups.computing import Places, TooBusy


class Room:
    """Places, and threads that hold one until they are let go."""

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
                    self.let_go.wait(10)
            except TooBusy:
                entered.set_result(False)

        self._threads.submit(hold)
        return entered


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


@pytest.fixture
def room(threads: ThreadPoolExecutor) -> Iterator[Room]:
    """Two compute at once, and two more wait, for some seconds at most."""
    room = Room(threads, Places(at_once=2, waiting=2, seconds=3, slow=60))
    yield room
    room.let_go.set()


def test_two_callers_compute_at_once_and_a_third_waits_for_its_turn(room: Room) -> None:
    assert room.enter("ada").result(5)
    assert room.enter("bob").result(5)
    third = room.enter("eve")
    assert not _is_told_within(third, 0.1)

    room.let_go.set()

    assert third.result(1.5)  # told, not left to wait until the bound


def test_one_caller_has_one_place_and_leaves_the_other_to_others(room: Room) -> None:
    assert room.enter("ada").result(5)
    again = room.enter("ada")
    assert not _is_told_within(again, 0.1)

    assert room.enter("bob").result(5)

    room.let_go.set()
    assert again.result(5)


def test_whoever_finds_no_place_to_wait_in_is_refused_at_once(room: Room) -> None:
    assert room.enter("ada").result(5)
    waiting = [room.enter("ada") for _ in range(2)]
    _is_told_within(waiting[1], 0.1)

    began = time.monotonic()
    assert room.enter("ada").result(5) is False
    assert time.monotonic() - began < 1.5


def test_nobody_waits_longer_than_the_bound(room: Room) -> None:
    assert room.enter("ada").result(5)

    began = time.monotonic()
    assert room.enter("ada").result(20) is False
    assert 3 <= time.monotonic() - began < 10


@pytest.fixture
def slow_room(threads: ThreadPoolExecutor) -> Iterator[Room]:
    """Whoever computes for half a second gives up the place to somebody else."""
    room = Room(threads, Places(at_once=2, waiting=2, seconds=3, slow=0.5))
    yield room
    room.let_go.set()


def test_those_who_take_long_do_not_keep_others_waiting_for_as_long(slow_room: Room) -> None:
    began = time.monotonic()
    assert slow_room.enter("ada").result(5)
    assert slow_room.enter("bob").result(5)

    others = [slow_room.enter("eve"), slow_room.enter("joe")]

    assert [entered.result(2) for entered in others] == [True, True]
    assert time.monotonic() - began >= 0.5  # by then the first two are slow


def test_of_those_who_take_long_there_are_not_ever_more(slow_room: Room) -> None:
    for who in ("ada", "bob", "eve", "joe"):
        assert slow_room.enter(who).result(5)

    assert slow_room.enter("kim").result(10) is False


def test_the_refused_are_held_back_but_leave_places_to_those_who_wait_for_their_turn(
    threads: ThreadPoolExecutor,
) -> None:
    places = Places(at_once=1, waiting=3, seconds=10, slow=60)

    began = time.monotonic()
    held = [threads.submit(places.hold, 1) for _ in range(3)]
    with places.taken("ada"):
        turn = threads.submit(_enter, places, "bob")
        sent_away = sum(one.done() for one in held if not _is_running(one, 0.3))
    turn.result(5)
    for one in held:
        one.result(5)

    assert sent_away == 2
    assert time.monotonic() - began >= 1


def test_a_place_is_free_again_after_a_failure() -> None:
    places = Places(at_once=1, waiting=0, seconds=0, slow=60)
    with pytest.raises(ZeroDivisionError), places.taken("ada"):
        raise ZeroDivisionError

    with places.taken("ada"), pytest.raises(TooBusy), places.taken("bob"):
        pass


def _enter(places: Places, who: Hashable) -> None:
    with places.taken(who):
        pass


def _is_running(future: Future[None], seconds: float) -> bool:
    try:
        future.result(seconds)
    except TimeoutError:
        return True
    return False


def _is_told_within(future: Future[bool], seconds: float) -> bool:
    try:
        future.result(seconds)
    except TimeoutError:
        return False
    return True
