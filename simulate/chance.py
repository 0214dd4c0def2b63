"""The only source of randomness. The same seed gives the same rows, ids included."""

import random
from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate
from math import exp
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values to draw from, each with its weight. The weights may have any sum."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        pairs = list(pairs)
        self.values = [value for value, _ in pairs]
        self.sums = list(accumulate(weight for _, weight in pairs))


class Chance(random.Random):
    """The simulation's random draws. Seed it only with text or an integer: other seeds give other
    draws in each process."""

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def one_of(self, weighted: Weighted[T]) -> T:
        return weighted.values[bisect(weighted.sums, self.random() * weighted.sums[-1])]

    def around(self, median: float, sigma: float, low: float, high: float) -> float:
        """A log-normal draw, limited to low..high."""
        return min(max(median * exp(sigma * self.gauss(0.0, 1.0)), low), high)

    def uuid(self) -> str:
        """A version 4 UUID, as text."""
        digits = f"{self.getrandbits(128):032x}"
        variant = "89ab"[self.getrandbits(2)]
        return (
            f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
        )
