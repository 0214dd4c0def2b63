"""Computes the rows that a series of steps results in, without a database."""

from datetime import datetime
from typing import NamedTuple

from simulate.steps import Row, Step, Value
from simulate.store import COLUMNS

_Rows = dict[object, dict[str, Value]]  # by id; rows without an id by all their values


class Batch(NamedTuple):
    """New rows to be written."""

    rows: dict[str, list[Row]]  # by table
    conferences: int


class Ledger:
    """Rows as they are after the steps so far. Known participants are not inserted again.

    `updates` holds the last step for each row of an earlier batch and each known participant. Run
    these steps after the inserts.
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
            # A participant seen before. Steps come life by life, not by time. So this insert may
            # be earlier than the one that created the row.
            table[key]["created_at"] = min(first, step.at)

    def take(self) -> Batch:
        """Return all rows so far, and forget them."""
        rows: dict[str, list[Row]] = {t: [*found.values()] for t, found in self._rows.items()}
        self._known |= self._rows.get("participant", {}).keys()
        self._rows = {table: {} for table in COLUMNS}
        return Batch(rows, len(rows.get("conference", [])))
