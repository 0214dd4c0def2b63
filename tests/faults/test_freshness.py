"""The time from the commit of a raw row until the warm answer shows it, under live traffic.

FRESHNESS_SAMPLES=100 takes more samples. The seconds are only logged: they depend on the machine.
The number of refreshes that pass is asserted.
"""

import logging
import os
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection

from celerybeat.schedule import PREFIX, SCHEDULE
from rollups.models import TaskRun
from tests.faults.judge import Judge
from tests.waiting import until

pytestmark = pytest.mark.servers

SAMPLES = int(os.environ.get("FRESHNESS_SAMPLES", "12"))
INTERVAL = SCHEDULE[f"{PREFIX}refresh 0"]["schedule"].total_seconds()
# The first refresh after the commit shows the row. But the refresh before it may still run in the
# worker's other process and hold the app's lock. Then the next one shows it, and so on. After six
# refreshes another task renews all answers.
REFRESHES = 3

logger = logging.getLogger(__name__)


@dataclass
class Refreshes:
    """Counts the refreshes that began after `since`, by the database's clock, and have ended."""

    since: datetime
    number: int = 0
    last: datetime | None = None

    def look(self) -> None:
        run = TaskRun.objects.filter(task="refresh", error="").first()
        if run is None or run.finished_at == self.last:
            return
        if run.finished_at - timedelta(seconds=run.seconds) > self.since:
            self.last = run.finished_at
            self.number += 1


def test_a_committed_row_is_in_the_warm_answer_after_the_next_refreshes(judge: Judge) -> None:
    rng = Random(1)
    ages = sorted(seconds_until_seen(judge, rng) for _ in range(SAMPLES))
    logger.info(
        "commit to visible, %d samples: least %.2f s, median %.2f s, 99th percentile %.2f s",
        *(SAMPLES, ages[0], ages[len(ages) // 2], ages[int(len(ages) * 0.99)]),
    )


def seconds_until_seen(judge: Judge, rng: Random) -> float:
    """Commit a row at a random phase of the refresh interval. It appears in time. Until then every
    answer comes from the cache."""
    time.sleep(rng.uniform(0, INTERVAL))
    judge.write()
    began, refreshes = time.monotonic(), Refreshes(since=now())

    def is_seen() -> bool:
        refreshes.look()  # before the answer, which may be newer
        seen = judge.seen()
        assert seen >= 0, "The answer is no hit: a client's request made the web server compute."
        assert seen == judge.written or refreshes.number < REFRESHES, f"{seen} of {judge.written}"
        return seen == judge.written

    until(is_seen)
    return time.monotonic() - began


def now() -> datetime:
    """The database's time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment
