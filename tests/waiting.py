"""How tests wait for an event: long enough for a busy machine.

No test asserts how fast something is. Speed is measured elsewhere, on a quiet machine.
"""

import time
from collections.abc import Callable

PATIENCE = 120.0  # seconds


def until(
    true: Callable[[], object], why: Callable[[], object] = lambda: "", *, every: float = 0.02
) -> None:
    """Return when the condition is true. After PATIENCE, fail with the text of `why`.

    `every`: seconds between two looks.
    """
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s. {why()}"
        time.sleep(every)
