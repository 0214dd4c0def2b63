"""No statement on the queue reads more rows than its bound, however long the queue is."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rollups.changes import queue
from rollups.changes.freshness import as_of
from rollups.changes.queue import Turn

pytestmark = pytest.mark.usefixtures("database")

ROWS = 150_000
APPS = 40
BUSIEST = Turn(UUID(hashlib.md5(b"busiest").hexdigest()))
_FILL = """
INSERT INTO change_queue (app_id, conference_id, queued_at)
SELECT md5(CASE n %% 3 WHEN 0 THEN (n %% %(apps)s)::text ELSE 'busiest' END)::uuid,
    md5((n / 3)::text)::uuid,
    now() - interval '1 hour' + n * interval '1 ms'
FROM generate_series(1, %(rows)s) n;
INSERT INTO change_queue (app_id, conference_id, queued_at)
SELECT md5('late' || n)::uuid, gen_random_uuid(), now() + n * interval '1 ms'
FROM generate_series(1, %(apps)s) n;
INSERT INTO change_queue (source, row_id) VALUES ('app_session', gen_random_uuid());
ANALYZE change_queue"""


def length() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {queue.LENGTH}")
        return int(cursor.fetchone()[0])


def fill(rows: int = ROWS) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"rows": rows, "apps": APPS})


def rows_read(work: Callable[[], object]) -> int:
    """The rows of the queue that PostgreSQL reads for the statements of `work`."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        work()
        transaction.set_rollback(True)
    read = 0
    for query in asked.captured_queries:
        if "change_queue" in query["sql"]:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}".replace("%", "%%"))
                told = cursor.fetchone()[0]
                transaction.set_rollback(True)
            [plan] = told if isinstance(told, list) else json.loads(told)
            read += sum(_of_node(node) for node in _nodes(plan["Plan"]))
    return read


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def _of_node(node: dict[str, Any]) -> int:
    is_scan = "Scan" in node["Node Type"] and "CTE" not in node["Node Type"]
    if not is_scan or node.get("Relation Name") != "change_queue":
        return 0
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return int(rows * node["Actual Loops"])


@pytest.mark.parametrize(
    ("work", "most"),
    [
        (queue.is_empty, 1),
        (queue.turns, 11_000),
        (as_of, 11_000),
        (lambda: queue.take(BUSIEST), 110_000),
        (lambda: queue.is_short(1000), 1001),
        (length, 101_000),
    ],
    ids=["is_empty", "turns", "as_of", "take", "is_short", "length"],
)
def test_a_long_queue_is_never_read_whole(work: Callable[[], object], most: int) -> None:
    fill()

    read = rows_read(work)

    assert 0 < read <= most


def test_each_app_has_a_turn_the_one_with_the_oldest_row_first() -> None:
    fill()

    found = queue.turns()

    with connection.cursor() as cursor:
        cursor.execute("SELECT app_id FROM change_queue GROUP BY 1 ORDER BY min(queued_at)")
        assert [turn.app_id for turn in found] == [app_id for (app_id,) in cursor.fetchall()]
        cursor.execute("SELECT least(now(), min(queued_at)) FROM change_queue")
        assert as_of() == cursor.fetchone()[0]


@pytest.mark.parametrize("rows", [0, 5, 100, ROWS])
def test_the_length_is_exact_while_it_is_short_and_else_no_less_than_the_rows(rows: int) -> None:
    fill(rows)

    exact = rows + APPS + 1
    assert length() == exact
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM change_queue WHERE id % 3 = 1")
        cursor.execute("SELECT count(*) FROM change_queue")
        assert cursor.fetchone()[0] <= length() <= exact
