"""Writes that no trigger sees row by row: while capture is off, and by TRUNCATE."""

import pytest

from rollups.pipeline import backfill, capture
from rollups.pipeline.refresh import drain
from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.races.background import in_background, stopped_at
from tests.proofs.races.exact import assert_exact
from tests.proofs.races.scene import World
from tests.proofs.races.statements import STATEMENTS


@pytest.mark.parametrize("name", [name for name in STATEMENTS if "the new one" not in name])
def test_a_change_made_while_capture_was_off_is_found_by_a_backfill(
    name: str, world: World, connect: Connect, product: Product
) -> None:
    scene = world.scene()
    drain()
    capture.off()
    world.change(scene, name)
    capture.on()
    backfill.run()
    assert_exact(product, connect)


def test_a_change_that_is_open_while_capture_goes_off_and_on_is_found(
    world: World, connect: Connect, product: Product
) -> None:
    scene = world.scene()
    drain()
    capture.off()
    with stopped_at(connect, STATEMENTS["a session is added"], vars(scene)) as stop:
        running = in_background(capture.on)
        stop.wait_for_somebody()
        stop.commit()
        running.result()
    backfill.run()
    drain()
    assert_exact(product, connect)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE public.app_issue",
        "TRUNCATE public.app_connection CASCADE",
        "TRUNCATE public.participant_conferences",
        "TRUNCATE public.app_session CASCADE",
        "TRUNCATE public.participant CASCADE",
        "TRUNCATE public.conference CASCADE",
    ],
)
def test_an_emptied_table_is_empty_after_a_refresh_and_a_backfill(
    statement: str, world: World, connect: Connect, product: Product
) -> None:
    world.scene()
    world.scene()
    drain()
    world.write(statement)
    drain()
    backfill.run()
    assert_exact(product, connect)


def test_rows_written_after_a_table_was_emptied_are_counted_once(
    world: World, connect: Connect, product: Product
) -> None:
    world.scene()
    drain()
    world.write("TRUNCATE public.conference CASCADE")
    world.scene()
    drain()
    backfill.run()
    assert_exact(product, connect)
