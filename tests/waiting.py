"""How tests wait: for what must happen, long enough for a machine that is busy with other things.

No test asserts how fast something is. That is measured elsewhere, on a quiet machine.
"""

import time
from collections.abc import Callable

PATIENCE = 120.0  # seconds


def until(true: Callable[[], object], why: Callable[[], object] = lambda: "") -> None:
    """Return once the condition is true. After PATIENCE fail with what `why` says."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s. {why()}"
        time.sleep(0.02)
