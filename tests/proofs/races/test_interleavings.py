"""Two writers and a refresh: pairs of changes to one conference, in every order.

All pairs take several minutes. So each change is played against itself and a few others, always the
same ones. With RACES=all in the environment it is played against every other.

In an order, `1` is the first writer's statement and `I` its commit; `2` and `II` are the second's.
A refresh runs after each commit. If one writer has to wait for the other, the order cannot happen.
Then it is skipped.
"""

import os
from random import Random

import psycopg2
import psycopg2.extensions
import pytest

from rollups.pipeline.refresh import drain
from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.races.exact import assert_exact
from tests.proofs.races.scene import Scene, World
from tests.proofs.races.statements import STATEMENTS

ORDERS = ("1 2 I II", "1 2 II I", "2 1 I II", "2 1 II I")
NAMES = list(STATEMENTS)
OTHERS = 2


def played_with(first: str) -> list[str]:
    """The changes to play `first` against: itself, and some or all of the changes after it."""
    later = NAMES[NAMES.index(first) + 1 :]
    few = OTHERS if os.environ.get("RACES") != "all" else len(later)
    return [first, *Random(first).sample(later, min(few, len(later)))]


class Writers:
    """Two transactions on two connections."""

    def __init__(self, connect: Connect) -> None:
        self._connections = {"1": connect(), "2": connect()}
        for connection in self._connections.values():
            with connection, connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '10ms'")

    def play(self, order: str, scene: Scene, statements: dict[str, str]) -> None:
        """Run the two statements in this order, if it can happen."""
        try:
            for step in order.split():
                if step in statements:
                    with self._connections[step].cursor() as cursor:
                        cursor.execute(statements[step], vars(scene))
                else:
                    self._connections[{"I": "1", "II": "2"}[step]].commit()
                    drain()
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.ForeignKeyViolation):
            for connection in self._connections.values():
                connection.rollback()


@pytest.mark.parametrize("first", NAMES)
def test_nothing_is_lost_while_another_writer(
    first: str, world: World, connect: Connect, product: Product
) -> None:
    writers = Writers(connect)
    played = {}
    for second in played_with(first):
        for order in ORDERS:
            scene = world.scene()
            for conference in (scene.conference, scene.new_conference):
                played[conference] = f"{order}: {first} (1), {second} (2)"
            writers.play(order, scene, {"1": STATEMENTS[first], "2": STATEMENTS[second]})
    drain()
    try:
        assert_exact(product, connect)
    except AssertionError as error:
        for conference, name in played.items():
            if conference in str(error):
                error.add_note(f"{conference}: {name}")
        raise
