"""Several writers and several refreshes at once, at full speed."""

import time
from functools import partial
from random import Random

from rollups.pipeline.refresh import drain
from tests.proofs.histories import inserts
from tests.proofs.histories.history import Connect
from tests.proofs.histories.operations import any_operation
from tests.proofs.histories.product import Product
from tests.proofs.histories.writer import Story, Writer
from tests.proofs.races.background import in_background
from tests.proofs.races.exact import NOW, assert_exact

SECONDS = 6
WRITERS = 4
REFRESHERS = 2


def test_after_a_storm_every_answer_is_exact(connect: Connect, product: Product) -> None:
    story = Story()
    writers = [Writer(str(n), connect(), Random(n), NOW, story) for n in range(WRITERS)]
    inserts.apps(writers[0])
    writers[0].commit()
    end = time.monotonic() + SECONDS

    def write(writer: Writer) -> None:
        while time.monotonic() < end:
            for _ in range(writer.rng.randint(1, 4)):
                writer.attempt(any_operation(writer.rng))
            if writer.rng.random() < 0.9:
                writer.commit()
            else:
                writer.rollback()

    def refresh() -> None:
        while time.monotonic() < end:
            drain()

    running = [in_background(partial(write, writer)) for writer in writers]
    running += [in_background(refresh) for _ in range(REFRESHERS)]
    for one in running:
        one.result()
    drain()
    assert_exact(product, connect)
