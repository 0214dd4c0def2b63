"""A step: one statement of PeerMetrics, and the time at which it runs."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Literal, NamedTuple

import orjson

Value = str | bool | int | datetime | None
Row = Mapping[str, Value]  # column -> value; JSON columns hold JSON text, or None for NULL


def as_json(value: object) -> str:
    return orjson.dumps(value).decode()


class Step(NamedTuple):
    """An insert of a whole row (ignored if the row exists), or an update of the row `id`."""

    at: datetime
    action: Literal["insert", "update"]
    table: str
    values: Row


class Script:
    """Collects the steps of one conference."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def insert(self, at: datetime, table: str, row: Row) -> None:
        self._steps.append(Step(at, "insert", table, row))

    def update(self, at: datetime, table: str, row_id: str, **changes: Value) -> None:
        self._steps.append(Step(at, "update", table, {"id": row_id, **changes}))

    def inserted(self) -> list[Step]:
        """The inserts so far, of rows with an id."""
        return [step for step in self._steps if step.action == "insert" and "id" in step.values]

    def in_order(self, until: datetime | None = None) -> list[Step]:
        """The steps by time. Steps of the same instant keep the order in which they were added."""
        steps = sorted(self._steps, key=attrgetter("at"))
        return [step for step in steps if until is None or step.at <= until]
