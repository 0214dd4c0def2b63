"""PeerMetrics' live traffic, as long as a block lasts."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from launch.paths import PYTHON, ROOT

RATE = 300  # conferences a minute, a dozen statements each


@contextmanager
def live(longest: float) -> Iterator[None]:
    """It ends with the block, and by itself after `longest` seconds."""
    argv = [PYTHON, "manage.py", "simulate", "live"]
    given = ["--rate", str(RATE), "--duration", str(longest)]
    process = subprocess.Popen([*argv, *given], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)
