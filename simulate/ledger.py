"""The rows that a series of steps results in, without a database."""

from datetime import datetime
from typing import NamedTuple

from simulate.steps import Row, Step, Value
from simulate.store import COLUMNS

_Rows = dict[object, dict[str, Value]]  # by id, or by the whole row where there is none


class Batch(NamedTuple):
    """New rows to be written."""

    rows: dict[str, list[Row]]  # by table
    conferences: int


class Ledger:
    """Rows as they are after the steps so far; participants known before are not inserted.

    `updates` holds what is to be done afterwards to rows of earlier batches and to such
    participants: for each the last step.
    """

    def __init__(self, participants: set[str]) -> None:
        self.updates: dict[object, Step] = {}
        self._known: set[object] = {*participants}
        self._rows: dict[str, _Rows] = {}
        self.take()

    def apply(self, step: Step) -> None:
        table, values = self._rows[step.table], step.values
        key = values["id"] if "id" in values else tuple(values.values())
        if step.action == "update":
            if key in table:
                table[key].update(values)
            else:
                self.updates[key] = step
        elif key not in table:
            if key not in self._known:
                table[key] = dict(values)
        elif isinstance(first := table[key].get("created_at"), datetime):
            # A participant seen before. Lives come one after the other here, so the one that
            # wrote the row first may not be the one that did so first in time.
            table[key]["created_at"] = min(first, step.at)

    def take(self) -> Batch:
        """Everything so far, which is then forgotten."""
        rows: dict[str, list[Row]] = {t: [*found.values()] for t, found in self._rows.items()}
        self._known |= self._rows.get("participant", {}).keys()
        self._rows = {table: {} for table in COLUMNS}
        return Batch(rows, len(rows.get("conference", [])))
