"""Four writers and two real Celery workers. One worker is killed again and again.

WORKER_STORM_SECONDS makes the test longer.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from django.conf import settings

from proj.celery import app
from rollups.models import ConferenceFact
from rollups.pipeline.audit import audit_all
from rollups.pipeline.refresh import drain
from rollups.tasks import refresh
from tests.proofs.histories import inserts
from tests.proofs.histories.history import Connect
from tests.proofs.histories.operations import any_operation
from tests.proofs.histories.product import Product
from tests.proofs.histories.writer import Story, Writer
from tests.proofs.races.background import in_background
from tests.proofs.races.exact import NOW, assert_exact
from tests.waiting import until

SECONDS = float(os.environ.get("WORKER_STORM_SECONDS", "15"))
WRITERS = 4
LIFE = 2.0  # seconds from a worker's readiness until it is killed
LONGEST = 3.0  # seconds of the longest open transaction


@contextmanager
def worker(name: str, environment: dict[str, str]) -> Iterator[None]:
    """A ready worker in one process, so that SIGKILL hits it at any place."""
    celery = Path(sys.executable).with_name("celery")
    process = subprocess.Popen(
        [celery, "-A", "proj", "worker", "--pool=solo", f"--hostname={name}@localhost",
         "--without-gossip", "--without-mingle", "--loglevel=ERROR"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: _answers(process, name), lambda: "The worker does not answer.")
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _answers(process: subprocess.Popen[bytes], name: str) -> bool:
    assert process.poll() is None, f"the worker ended with {process.returncode}"
    return bool(app.control.ping([f"{name}@localhost"], timeout=0.5))


def write(writer: Writer, end: float) -> None:
    while time.monotonic() < end:
        for _ in range(writer.rng.randint(1, 4)):
            writer.attempt(any_operation(writer.rng))
        if writer.rng.random() < 0.05:
            time.sleep(writer.rng.uniform(0, LONGEST))
        if writer.rng.random() < 0.9:
            writer.commit()
        else:
            writer.rollback()


def kill_again_and_again(environment: dict[str, str], end: float) -> None:
    while time.monotonic() < end:
        with worker("mortal", environment):
            time.sleep(LIFE)


def test_nothing_is_lost_or_counted_twice_though_a_worker_is_killed_every_few_seconds(
    connect: Connect, product: Product, process_environment: dict[str, str]
) -> None:
    story = Story()
    writers = [Writer(str(n), connect(), Random(n), NOW, story) for n in range(WRITERS)]
    inserts.apps(writers[0])
    writers[0].commit()

    with worker("lasting", process_environment):
        end = time.monotonic() + SECONDS
        running = [in_background(partial(write, writer, end)) for writer in writers]
        running.append(in_background(partial(kill_again_and_again, process_environment, end)))
        while time.monotonic() < end:
            refresh.delay()
            time.sleep(0.1)
        for one in running:
            one.result()
        until(ConferenceFact.objects.exists)  # the workers do refresh

    drain()
    assert list(audit_all()) == []
    assert_exact(product, connect)
