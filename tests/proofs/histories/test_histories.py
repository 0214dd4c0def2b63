"""After any history of writes, every answer equals a recomputation from the raw rows.

HISTORIES is the number of histories, HISTORY_STEPS the length of each. HISTORY plays the history of
that seed again. A failure prints its seed.
"""

import os

import pytest

from tests.proofs.histories.history import Connect, History
from tests.proofs.histories.product import Product
from tests.proofs.histories.whole_tables import drift_from_a_fresh_rebuild

HISTORIES = int(os.environ.get("HISTORIES", "12"))
STEPS = int(os.environ.get("HISTORY_STEPS", "60"))
QUESTIONS = 8

SEEDS = [os.environ["HISTORY"]] if "HISTORY" in os.environ else [str(n) for n in range(HISTORIES)]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_answer_equals_a_recomputation(seed: str, connect: Connect) -> None:
    history = History(seed, connect, Product())
    history.play(STEPS, QUESTIONS)
    assert drift_from_a_fresh_rebuild() == []
