"""Runs Celery beat with a wrong clock. SIGUSR1 changes the clock.

python -m tests.faults.moved_clock SECONDS_AHEAD SECONDS_AHEAD_AFTERWARDS
"""

import signal
import sys
from datetime import UTC, datetime, timedelta

import time_machine

from proj.celery import app


def _ahead(seconds: float) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True)


def main(first: float, then: float) -> None:
    clock = _ahead(first)
    clock.start()

    def move(*_: object) -> None:
        nonlocal clock
        clock.stop()
        clock = _ahead(then)
        clock.start()

    signal.signal(signal.SIGUSR1, move)
    app.start(["--quiet", "beat", "--loglevel", "WARNING"])


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
