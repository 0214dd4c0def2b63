"""One history: several connections write random rows, refreshes run, every answer is checked.

The same seed gives the same history. A wrong answer ends it, and shows the last writes, the
question, and both answers.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import psycopg2.extensions

from tests.proofs.histories import inserts, values
from tests.proofs.histories.bars import BARS, bars_of
from tests.proofs.histories.conditions import any_conditions, any_sort
from tests.proofs.histories.operations import any_operation
from tests.proofs.histories.product import Product
from tests.proofs.histories.queries import any_query
from tests.proofs.histories.writer import Story, Writer
from tests.proofs.oracle import (
    ENDPOINTS,
    Query,
    RawTables,
    RefusedError,
    listed_conferences,
    read_raw_tables,
)

Connection = psycopg2.extensions.connection
Connect = Callable[[], Connection]

CONFERENCES_AT_FIRST = 30
LINES_TOLD = 80
BARS_OPENED = 6


class WrongAnswerError(AssertionError):
    """The product's answer differs from the oracle's."""


class History:
    """Writers, a pinned clock, the product, and the judge's connection."""

    def __init__(self, seed: str, connect: Connect, product: Product) -> None:
        self.seed = seed
        self.rng = Random(seed)
        self.now = values.clock(self.rng)
        self.story = Story()
        self._product = product
        self._prompt = self._writer("prompt", connect())
        # The last one sees all rows as of the beginning of its transaction.
        self._slow = [
            self._writer("slow", connect()),
            self._writer("as slow", connect()),
            self._writer("blind", connect(), isolation="repeatable read"),
        ]
        self._judge = connect()
        self._judge.autocommit = True
        self._apps = inserts.apps(self._prompt)
        for _ in range(CONFERENCES_AT_FIRST):
            self._prompt.attempt(inserts.whole_conference)
        self._prompt.commit()

    def play(self, steps: int, questions: int) -> None:
        """Take `steps` random steps, with `questions` after each refresh. Then end all writers."""
        try:
            for _ in range(steps):
                self._any_step()(questions)
            for writer in self._slow:
                writer.commit()
            self._refresh(questions)
        except Exception as error:
            end = "\n".join(self.story.lines[-LINES_TOLD:])
            error.add_note(f"HISTORY={self.seed}, now is {self.now}, and it ends with:\n{end}")
            raise

    def ask(self, questions: int) -> None:
        """Ask the product random questions. Compare its answers with the oracle's."""
        raw = read_raw_tables(self._judge)
        for _ in range(questions):
            kinds = (self._ask_for_summary, self._ask_for_bars, self._ask_for_list)
            self.rng.choices(kinds, (7, 2, 2))[0](raw)

    def _writer(self, name: str, connection: Connection, **options: str) -> Writer:
        return Writer(name, connection, self.rng, self.now, self.story, **options)

    # -- Steps

    def _any_step(self) -> Callable[[int], None]:
        steps = (self._write, self._write_slowly, self._end_slow_write, self._refresh, self._gap)
        return self.rng.choices(steps, (50, 25, 8, 16, 1))[0]

    def _write(self, questions: int) -> None:
        for _ in range(self.rng.choice((1, 1, 1, 4))):
            self._prompt.attempt(any_operation(self.rng))
        self._prompt.commit()

    def _write_slowly(self, questions: int) -> None:
        self.rng.choice(self._slow).attempt(any_operation(self.rng))

    def _end_slow_write(self, questions: int) -> None:
        writer = self.rng.choice(self._slow)
        if self.rng.random() < 0.75:
            writer.commit()
        else:
            writer.rollback()

    def _refresh(self, questions: int) -> None:
        self.story.lines.append(f"-- refresh by {self._product.refresh(self.rng)}")
        self.ask(questions)

    def _gap(self, questions: int) -> None:
        """Write while capture is off. Switching waits for open transactions, so they end first."""
        for writer in self._slow:
            writer.commit()
        self._product.stop_capture()
        self.story.lines.append("-- capture off")
        self._write(questions)
        self._write(questions)
        self._product.catch_up()
        self.story.lines.append("-- capture on, backfill")
        self._refresh(questions)

    # -- Questions

    def _ask_for_summary(self, raw: RawTables) -> None:
        endpoint = self.rng.choice(list(ENDPOINTS))
        query = self._any_query(endpoint, raw)
        try:
            expected = (200, ENDPOINTS[endpoint](raw, query, self.now))
        except RefusedError:
            status, _ = self._product.ask(endpoint, query, self.now)
            self._compare(endpoint, query, 400, status)
        else:
            self._compare(endpoint, query, expected, self._product.ask(endpoint, query, self.now))

    def _ask_for_bars(self, raw: RawTables) -> None:
        """For some bars of an answer: the list has as many conferences as the bar shows."""
        endpoint = self.rng.choice(list(BARS))
        query = self._any_query(endpoint, raw)
        status, body = self._product.ask(endpoint, query, self.now)
        bars = bars_of(endpoint, body) if status == 200 else []
        for conditions, shown in self.rng.sample(bars, min(len(bars), BARS_OPENED)):
            behind = replace(query, group_by="", conditions=conditions)
            got = self._product.count(behind, self.now)
            self._compare(f"the list behind a bar of {endpoint}", behind, (200, shown), got)

    def _ask_for_list(self, raw: RawTables) -> None:
        query = self._any_query("conferences", raw)
        conditions = any_conditions(self.rng, raw, query.zone)
        query = replace(query, conditions=conditions, sort=any_sort(self.rng))
        page = self.rng.choice((1, 2, 5, 1000))
        expected = listed_conferences(raw, query, self.now)
        got = self._product.listed(query, self.now, page)
        self._compare("conferences", query, expected, got)

    def _any_query(self, endpoint: str, raw: RawTables) -> Query:
        return any_query(self.rng, endpoint, self.rng.choice(self._apps), self.now, raw)

    def _compare(self, endpoint: str, query: Query, expected: Any, got: Any) -> None:
        if got != expected:
            asked = f"{endpoint} {query.params()}"
            raise WrongAnswerError(f"{asked}\nexpected {expected}\ngot      {got}")
