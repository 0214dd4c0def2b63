"""A change that a trigger cannot queue is counted, told, and mended by the audit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812

from rollups.changes import freshness, missed
from rollups.health.checks import Check, of_state
from rollups.health.state import read
from rollups.models import AuditRound
from rollups.pipeline import rolling_audit
from rollups.pipeline.audit import audit_all
from rollups.pipeline.refresh import drain
from tests import raw
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime.now(UTC)
UPDATE = "UPDATE public.conference SET duration = 4000"


@pytest.fixture
def app_id() -> UUID:
    """An app with a conference of today and one of long ago, both counted."""
    app_id = raw.app()
    raw.conference(app_id, NOW)
    raw.conference(app_id, NOW - timedelta(days=400))
    drain()
    tick()
    return app_id


def tick(times: int = 1) -> int:
    """What the task does when beat sends it."""
    found = 0
    for _ in range(times):
        await_other_databases()
        found += rolling_audit.run(datetime.now(UTC))
    return found


# Other tests run at the same time in other databases of this server. A round that covers missed
# changes waits for all transactions of the server that are older than the notice.
_OTHERS = """
SELECT count(*) FROM pg_stat_activity, capture_state
WHERE datname <> current_database() AND backend_xid::text::bigint < noticed_xid"""


def await_other_databases() -> None:
    missed.notice()
    until(lambda: others() == 0)


def others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return int(cursor.fetchone()[0])


def check(name: str) -> Check:
    return next(one for one in of_state(read()) if one.name == name)


def counted() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min_sec, sum(conferences) FROM conference_duration "
            "WHERE filter_id = 0 GROUP BY min_sec"
        )
        return dict(cursor.fetchall())


@pytest.fixture
def begin(connect: Callable[[], Connection], app_id: UUID) -> Callable[[str], Connection]:
    """Runs a statement of PeerMetrics while somebody holds a lock on the queue. Its transaction
    stays open."""

    def run(statement: str) -> Connection:
        blocker, theirs = connect(), connect()
        with blocker.cursor() as cursor:
            cursor.execute("LOCK TABLE rollups.change_queue IN ACCESS EXCLUSIVE MODE")
        with theirs.cursor() as cursor:
            cursor.execute(statement)
        assert "was not queued" in theirs.notices[-1]
        blocker.rollback()
        return theirs

    return run


@pytest.fixture
def miss(begin: Callable[[str], Connection]) -> Callable[[str], None]:
    """The same, and commits."""
    return lambda statement: begin(statement).commit()


def test_it_is_told_at_once_and_answers_are_true_of_no_later_moment(
    miss: Callable[[str], None],
) -> None:
    tick()
    complete_at = freshness.as_of()
    assert (check("missed").ok, check("missed").value) == (True, "none")

    miss(UPDATE)

    moment = freshness.as_of()
    assert moment is not None
    assert complete_at is not None
    assert moment <= complete_at
    assert (check("missed").ok, check("missed").value) == (False, "1 changes were not queued")
    assert "manage.py audit --repair" in check("missed").mend


def test_the_next_ticks_of_the_audit_mend_it_by_themselves(miss: Callable[[str], None]) -> None:
    miss(UPDATE)
    wrong = counted()
    assert wrong == {60: 2}

    assert tick() > 0
    drain()

    assert counted() == {3600: 2}
    assert check("missed") == ("missed", True, "none; 1 were, and are mended", "")
    tick()
    moment = freshness.as_of()
    assert moment is not None
    assert (datetime.now(UTC) - moment).total_seconds() < 60
    assert list(audit_all()) == []


def test_what_was_missed_stays_old_until_it_is_refreshed(miss: Callable[[str], None]) -> None:
    """The audit has found it, and has queued it: the answers still lack it."""
    complete_at = freshness.as_of()
    miss(UPDATE)

    tick()

    assert complete_at is not None
    assert (freshness.as_of() or NOW) <= datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(queued_at) <= %s FROM change_queue", [complete_at])
        assert cursor.fetchone() == (2, True)


def test_a_conference_that_is_queued_meanwhile_is_as_old_as_what_was_missed_of_it(
    miss: Callable[[str], None],
) -> None:
    """Nothing that is queued is compared: what was missed is counted when it is refreshed."""
    tick()
    complete_at = freshness.as_of()
    miss(UPDATE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.conference SET ongoing = true")

    tick(3)

    moment = freshness.as_of()
    assert check("missed").ok
    assert moment is not None
    assert complete_at is not None
    assert moment <= complete_at
    drain()
    assert (freshness.as_of() or NOW) > complete_at
    assert counted() == {3600: 2}


def test_a_transaction_that_is_still_open_is_waited_for(
    begin: Callable[[str], Connection],
) -> None:
    """The audit must see what it wrote: before, it would find nothing, and say that all is well."""
    theirs = begin(UPDATE)
    tick(5)
    assert not check("missed").ok

    theirs.commit()

    tick(3)
    drain()
    assert check("missed").ok
    assert counted() == {3600: 2}


def test_changes_missed_while_it_mends_are_mended_after_that(miss: Callable[[str], None]) -> None:
    miss(UPDATE)
    missed.notice()
    miss("UPDATE public.conference SET duration = 700")

    tick()
    assert not check("missed").ok
    tick(2)

    drain()
    assert check("missed").ok
    assert counted() == {600: 2}


def test_a_change_that_is_rolled_back_is_no_difference(
    begin: Callable[[str], Connection],
) -> None:
    begin(UPDATE).rollback()
    assert not check("missed").ok

    assert tick(3) == 0

    assert check("missed").ok


def test_a_whole_audit_by_hand_mends_it_too(miss: Callable[[str], None]) -> None:
    miss(UPDATE)
    await_other_databases()

    with pytest.raises(SystemExit):
        call_command("audit", "--repair")

    assert counted() == {3600: 2}
    assert check("missed").ok


def test_it_is_mended_whatever_is_in_the_way_of_the_trigger(app_id: UUID) -> None:
    """A disk that is full, a queue that is gone: here, a column that is."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE change_queue RENAME COLUMN conference_id TO elsewhere")
        cursor.execute(UPDATE)
        cursor.execute("ALTER TABLE change_queue RENAME COLUMN elsewhere TO conference_id")
    assert not check("missed").ok

    tick(2)
    drain()

    assert check("missed").ok
    assert counted() == {3600: 2}


def test_a_round_that_goes_on_already_is_broken_off(miss: Callable[[str], None]) -> None:
    """It has passed days in which the change may be."""
    AuditRound.objects.filter(kind="all").update(ended_at=None, day="2020-01-01", covers=None)

    miss(UPDATE)
    tick()

    drain()
    assert counted() == {3600: 2}
