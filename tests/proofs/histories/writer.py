"""A database connection that writes raw rows, and a record of its statements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import psycopg2
import psycopg2.extensions

LONGEST_LINE = 250


@dataclass
class Story:
    """Shared by the writers: their statements in order, and the keys of their conferences.

    Some of these conferences are not committed yet, are rolled back later, or are deleted.
    """

    lines: list[str] = field(default_factory=list)
    conferences: list[str] = field(default_factory=list)


class NothingThereError(Exception):
    """An operation found no row to work on."""


class Writer:
    """Runs random operations in transactions of its own.

    All writers share a thread. If one waited for another's lock, it would wait for ever. So a held
    lock is an error at once, and the operation is undone.
    """

    def __init__(
        self,
        name: str,
        connection: psycopg2.extensions.connection,
        rng: Random,
        now: datetime,
        story: Story,
        *,
        isolation: str = "read committed",
    ) -> None:
        self.name = name
        self.rng = rng
        self.now = now
        self.story = story
        self._connection = connection
        self._connection.autocommit = False
        self._cursor = connection.cursor()
        self._cursor.execute("SET lock_timeout = '15ms'")
        self._cursor.execute("SET default_transaction_isolation = %s", [isolation])
        connection.commit()

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement. Returns its rows, if any."""
        text = self._cursor.mogrify(statement, values).decode()
        if not statement.startswith("SELECT"):
            self._note(text)
        self._cursor.execute(text)
        return self._cursor.fetchall() if self._cursor.description else []

    def pick(self, table: str) -> str:
        """The key of any row of the table."""
        (key,) = self.pick_some(table, 1)
        return key

    def pick_some(self, table: str, most: int) -> list[str]:
        """The keys of 1 to `most` rows in random order. Sorted first, so that seeds repeat."""
        rows = self.execute(f"SELECT id::text FROM public.{table} ORDER BY id")
        if not rows:
            raise NothingThereError
        return [row[0] for row in self.rng.sample(rows, min(len(rows), self.rng.randint(1, most)))]

    def attempt(self, operation: Callable[["Writer"], object]) -> None:
        """Run an operation in the open transaction. If it fails, it is undone."""
        self._cursor.execute("SAVEPOINT operation")
        try:
            operation(self)
        except (psycopg2.Error, NothingThereError) as error:
            self._note(f"undone: {type(error).__name__}")
            self._cursor.execute("ROLLBACK TO SAVEPOINT operation")

    def commit(self) -> None:
        """Commit. Foreign keys are checked now. Another writer may have deleted a parent."""
        try:
            self._connection.commit()
            self._note("COMMIT")
        except psycopg2.Error as error:
            self._connection.rollback()
            self._note(f"COMMIT failed: {type(error).__name__}")

    def rollback(self) -> None:
        """Roll back what was written since the last commit."""
        self._connection.rollback()
        self._note("ROLLBACK")

    def _note(self, text: str) -> None:
        line = " ".join(text.split())
        self.story.lines.append(f"{self.name}: {line[:LONGEST_LINE]}")
