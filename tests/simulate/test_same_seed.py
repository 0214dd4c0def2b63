"""The same seed gives the same rows."""

import os
import subprocess
import sys
from hashlib import sha256
from itertools import islice

from simulate import traffic
from tests.simulate.conftest import NOW

FINGERPRINT = """
from hashlib import sha256
from simulate import traffic
from tests.simulate.conftest import NOW
print(sha256(repr(list(traffic.past(7, NOW, 3, 60))).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_history_in_every_process() -> None:
    here = sha256(repr(list(traffic.past(7, NOW, 3, 60))).encode()).hexdigest()
    for hash_seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        )
        assert there.stdout.strip() == here


def test_the_same_seed_gives_the_same_live_traffic() -> None:
    first, second = (list(islice(traffic.from_now_on(7, NOW, 20), 30)) for _ in range(2))
    assert first == second


def test_another_seed_gives_other_conferences_and_the_same_people() -> None:
    ids: dict[int, dict[str, set[object]]] = {}
    for seed in (1, 2):
        ids[seed] = {"conference": set(), "participant": set()}
        for life in traffic.past(seed, NOW, 30, 300):
            for step in life.steps:
                if step.action == "insert" and step.table in ids[seed]:
                    ids[seed][step.table].add(step.values["id"])
    assert not ids[1]["conference"] & ids[2]["conference"]
    assert ids[1]["participant"] & ids[2]["participant"]
