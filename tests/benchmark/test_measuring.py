"""One measure that fails does not cost the others, and is not taken for one that is left out."""

import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from benchmark.measures import WEB, LeftOut, Measure
from benchmark.measuring import measured
from benchmark.rows import Measured, Row

ROW = Row("x", 1, "ms")


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | None], Measured]:
    """Takes a measure that gives one row, then raises the error."""

    def take(error: Exception | None) -> Measured:
        def measure(scene: object) -> Iterator[Row]:
            yield ROW
            if error:
                raise error

        module = ModuleType("benchmark.measures.made_up")
        module.__dict__["measure"] = measure
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return measured(Measure("made_up", "Made up", WEB), scene=None)

    return take


def test_a_measure_gives_its_rows(take: Callable[[Exception | None], Measured]) -> None:
    found = take(None)

    assert (found.rows, found.left_out, found.failed) == ((ROW,), "", False)


def test_what_cannot_be_measured_here_is_left_out(
    take: Callable[[Exception | None], Measured],
) -> None:
    found = take(LeftOut("there is no wrk."))

    assert (found.left_out, found.failed) == ("there is no wrk.", False)


def test_an_error_is_a_failure_and_keeps_the_rows_before_it(
    take: Callable[[Exception | None], Measured],
) -> None:
    found = take(RuntimeError("nothing was computed"))

    assert found.rows == (ROW,)
    assert found.left_out == "it failed with RuntimeError('nothing was computed')"
    assert found.failed
