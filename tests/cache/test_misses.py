"""Processes that miss one key at once: one computes the answer, and all share it."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812  its name is psycopg2's

from rollups.cache.store import key_of
from rollups.pipeline.refresh import drain
from rollups.reading.query import SummaryQuery
from rollups.statistics.dashboard import DASHBOARD
from tests import raw
from tests.waiting import PATIENCE, until

PROCESSES = 5
_ASK = """
import sys, uuid, django
django.setup()
from rollups.cache.answer import answer
from rollups.reading.query import SummaryQuery
from rollups.statistics.dashboard import DASHBOARD
given = answer(DASHBOARD, SummaryQuery(uuid.UUID(sys.argv[1]), group_by="day"))
print(given.outcome, given.entry.etag)
"""


@pytest.fixture
def app_id(database: None) -> UUID:
    app_id = raw.app()
    raw.conference(app_id)
    drain()
    return app_id


def test_of_many_processes_that_miss_at_once_one_computes(
    app_id: UUID, connect: Callable[[], Connection], process_environment: dict[str, str]
) -> None:
    key = key_of(DASHBOARD, SummaryQuery(app_id, group_by="day"))
    holder = connect()
    with holder.cursor() as cursor:  # all miss before the first one computes
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('peermetrics-rollups ' || %s, 0))", [key]
        )
    environment = {**process_environment, "DJANGO_SETTINGS_MODULE": "proj.settings"}
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", _ASK, str(app_id)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    try:
        _wait_until_waiting(PROCESSES)
    finally:
        holder.rollback()
    said = [process.communicate(timeout=PATIENCE)[0].split() for process in asking]

    assert Counter(outcome for outcome, _ in said) == {"miss": 1, "hit": PROCESSES - 1}
    assert len({etag for _, etag in said}) == 1


def _wait_until_waiting(number: int) -> None:
    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
                "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
            )
            return int(cursor.fetchone()[0])

    until(lambda: waiting() >= number, waiting)
