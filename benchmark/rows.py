"""What a measure gives: rows of the table."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Target:
    """A limit of the figure, or of the ratio if `of_ratio`: the most, or the least if `least`."""

    limit: float
    least: bool = False
    of_ratio: bool = False

    def __str__(self) -> str:
        text = f"{'at least' if self.least else 'at most'} {self.limit:g}"
        return f"ratio {text}" if self.of_ratio else text

    def is_reached(self, figure: float, ratio: float | None) -> bool:
        value = ratio if self.of_ratio else figure
        if value is None:
            return False
        return value >= self.limit if self.least else value <= self.limit


@dataclass(frozen=True)
class Row:
    """One figure. `peer` names what stands beside it; its figure has the same unit.

    `ratio`: how many times better than the peer, if `faster`; else figure / peer's figure.
    """

    what: str
    figure: float
    unit: str
    peer: str = ""
    peer_figure: float | None = None
    faster: bool = False
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        if self.peer_figure is None or not self.figure or not self.peer_figure:
            return None
        if self.faster:
            return self.peer_figure / self.figure
        return self.figure / self.peer_figure

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached. None: there is no target."""
        return self.target.is_reached(self.figure, self.ratio) if self.target else None

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "ratio": self.ratio,
            "target": str(self.target) if self.target else None,
            "reached": self.is_reached,
        }


@dataclass(frozen=True)
class Measured:
    """The rows of one measure. `left_out`: why it, or a part of it, was not measured.

    `failed`: because of an error, not because a program is absent.
    """

    name: str
    title: str
    rows: tuple[Row, ...]
    left_out: str = ""
    failed: bool = False
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "rows": [row.as_json() for row in self.rows]}


def write(file: Path, measured: Iterable[Measured]) -> None:
    """Write them so that `read` in another process gives them back."""
    file.write_text(json.dumps([asdict(one) for one in measured]))


def read(file: Path) -> list[Measured]:
    if not file.exists():
        return []
    return [
        Measured(**{**one, "rows": tuple(_row(row) for row in one["rows"])})
        for one in json.loads(file.read_text())
    ]


def _row(given: dict[str, Any]) -> Row:
    target = given.pop("target")
    return Row(**given, target=Target(**target) if target else None)
