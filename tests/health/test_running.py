"""Probes, metrics and status of real processes: healthy, and with one server stopped."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import pytest

from launch.paths import PYTHON, ROOT
from launch.ports import LOOPBACK, free_port
from launch.services import product
from tests import raw
from tests.faults.stack import Stack
from tests.health.exposed import samples, total
from tests.process import Process
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.servers

WELL = [
    "database", "peermetrics", "schema", "jit", "capture", "missed", "backfill", "queue",
    "freshness", "audit", "transaction", "beat", "audit task", "backfill task", "refresh task",
    "warm task", "cache", "broker", "workers",
]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """`manage.py status --json`: the checks that are not ok, with their values."""

    code: int
    names: list[str]
    wrong: dict[str, str]


def status(stack: Stack) -> Told:
    ended = manage(stack, "status", "--json")
    assert ended.stderr == ""
    said = json.loads(ended.stdout)
    wrong = {one["name"]: one["value"] for one in said["checks"] if not one["ok"]}
    assert said["ok"] is not bool(wrong)
    assert all(bool(one["mend"]) is not one["ok"] for one in said["checks"])
    return Told(ended.returncode, [one["name"] for one in said["checks"]], wrong)


def manage(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in stack.env.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    return subprocess.run(
        [PYTHON, "manage.py", *arguments],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


def get(port: int, address: str) -> tuple[int, str]:
    connection = HTTPConnection(LOOPBACK, port, timeout=PATIENCE)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def metrics(port: int) -> str:
    code, said = get(port, "/metrics")
    assert code == 200
    return said


def ready(stack: Stack) -> tuple[int, dict[str, bool]]:
    code, said = get(stack.port, "/readyz")
    return code, {one["name"]: one["ok"] for one in json.loads(said)["checks"]}


@pytest.fixture
def well(stack: Stack) -> Stack:
    """The healthy stack, after each periodic task but the daily one has run."""
    until(lambda: ready(stack) == (200, {"database": True, "cache": True}))
    until(lambda: status(stack).code == 0)
    return stack


def test_all_is_well(well: Stack) -> None:
    assert status(well) == Told(0, WELL, {})
    screen = manage(well, "status").stdout
    assert screen.endswith("\nAll is well.\n")
    assert "ok       capture       on\n" in screen


def test_what_all_processes_count_is_added_up(well: Stack) -> None:
    app = raw.app()
    raw.conference(app)
    before = metrics(well.port)

    for _ in range(20):  # each over a new connection, so that both processes get some
        assert get(well.port, f"/v1/conferences/summary?appId={app}")[0] == 401
    until(lambda: total(metrics(well.port), "rollups_refreshed_conferences_total") >= 1)

    after = metrics(well.port)
    assert total(after, "rollups_task_seconds_count", task="refresh") >= 1
    assert total(after, "rollups_task_failures_total") == total(
        before, "rollups_task_failures_total"
    )
    assert len([*Path(well.env["PROMETHEUS_MULTIPROC_DIR"]).glob("counter_*.db")]) >= 4


def test_every_line_that_a_process_logs_is_one_json_object(well: Stack) -> None:
    assert get(well.port, "/v1/apps?token=t0p-s3cr3t")[0] == 401

    processes = (well.web, well.worker, well.beat)
    said = [json.loads(line) for one in processes for line in one.said().splitlines()]

    assert {"celery.apps.worker", "proj.request_log"} <= {line["logger"] for line in said}
    assert "t0p-s3cr3t" not in str(said)


def test_without_postgresql_it_lives_and_tells_so_but_is_not_ready(well: Stack) -> None:
    with well.postgres.suspended():
        until(lambda: ready(well)[0] == 503)
        assert ready(well) == (503, {"database": False, "cache": True})
        assert get(well.port, "/livez") == (200, "alive\n")
        said = metrics(well.port)
        assert total(said, "rollups_database_up") == 0
        assert (total(said, "rollups_cache_up"), total(said, "rollups_broker_up")) == (1, 1)
        assert total(said, "rollups_task_seconds_count", task="refresh") >= 1
        assert ("rollups_queue_rows", frozenset()) not in samples(said)
        told = status(well)
    assert (told.code, told.names) == (1, ["database", "cache", "broker", "workers"])
    assert set(told.wrong) == {"database"}


def test_without_redis_it_is_ready_and_says_what_is_missing(well: Stack) -> None:
    with well.redis.suspended():
        until(lambda: ready(well) == (200, {"database": True, "cache": False}))
        said = metrics(well.port)
        assert total(said, "rollups_database_up") == 1
        assert (total(said, "rollups_cache_up"), total(said, "rollups_broker_up")) == (0, 0)
        told = status(well)
    assert told.code == 1
    assert {"cache": "does not answer", "broker": "does not answer"}.items() <= told.wrong.items()


@contextmanager
def stopped(process: Process) -> Iterator[None]:
    process.stop()
    try:
        yield
    finally:
        process.start()


def test_a_missing_worker_is_told(well: Stack) -> None:
    with stopped(well.worker):
        told = status(well)
    assert (told.code, told.wrong["workers"]) == (1, "none answers")


def test_a_worker_elsewhere_tells_its_own_metrics(well: Stack, tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "metrics").mkdir()
    env = {
        **well.env,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
        "METRICS_PORT": str(port),
    }
    worker = next(service for service in product(0, env) if service.name == "worker")
    there = Process(replace(worker, argv=[*worker.argv, "--hostname", "there"]), tmp_path / "log")
    there.start()
    try:
        until(lambda: answers(port) and total(metrics(port), "rollups_task_seconds_count") >= 1)
        assert "rollups_queue_rows" not in metrics(port)
    finally:
        there.stop()


def answers(port: int) -> bool:
    try:
        return get(port, "/metrics")[0] == 200
    except ConnectionRefusedError:
        return False
