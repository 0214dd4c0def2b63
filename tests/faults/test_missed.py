"""Changes that the triggers could not queue are reported at once. The product repairs them."""

import pytest

from tests.faults.judge import Judge
from tests.faults.stack import Stack
from tests.proofs.races.background import stopped_at
from tests.waiting import until

pytestmark = pytest.mark.servers

LOCK = "LOCK TABLE rollups.change_queue IN ACCESS EXCLUSIVE MODE"
MISSING = (
    "SELECT (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM rollups.missed_change) "
    "- (SELECT missed FROM rollups.capture_state)"
)


def missing(stack: Stack) -> int:
    """The number of missed changes that are not repaired."""
    with stack.connect() as connection, connection.cursor() as cursor:
        cursor.execute(MISSING)
        row = cursor.fetchone()
    connection.close()
    return int(row[0]) if row else 0


def test_what_is_written_while_the_queue_is_locked_is_mended_without_anybodys_help(
    judge: Judge, stack: Stack
) -> None:
    with judge.watched() as seen:
        with stopped_at(stack.connect, LOCK):
            for _ in range(3):
                judge.write()
        assert missing(stack) >= 3
        until(lambda: not missing(stack))
        judge.wait_until_normal(after="queue locked")
    assert seen.failures() == []
    judge.assert_exact()
