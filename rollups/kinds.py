"""The kinds of definitions, which the engine knows: sources, passes, facts and rollups.

The engine (capture, refresh, backfill, audit, planner) is written in terms of these alone. What
there is of each kind is in `definitions`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL_DIR = Path(__file__).parent / "sql"


@cache
def sql_of(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return (SQL_DIR / f"{name}.sql").read_text().strip()


EVENTS = ("insert", "update", "delete", "truncate")


@dataclass(frozen=True)
class Source:
    """A raw table whose changes are captured, by the `events` that can change a number.

    An UPDATE matters only if it changes one of the columns `reads`. `conferences` is a SELECT of
    (app_id, conference_id) over `changed`, the rows that changed: the conferences to look at again.

    Where they are found through rows that somebody else may be writing at the same moment, they
    are `found_later`: the changed rows themselves are queued, and their conferences looked up when
    the change is committed. (A participant becomes an SFU while another transaction makes it a
    member: each sees nothing of the other, and it is the one that commits last that counts.)
    """

    table: str
    reads: tuple[str, ...]
    conferences: str
    found_later: bool = False
    events: tuple[str, ...] = EVENTS
    aspect: str = ""  # tells two sources of one table apart

    @property
    def name(self) -> str:
        return f"{self.table}_{self.aspect}" if self.aspect else self.table


@dataclass(frozen=True)
class Pass:
    """Who passes which filter, by `sql/passes/<name>.sql`.

    `reads` are the facts which that reads, each with its column that holds the conference's time.
    """

    name: str
    reads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fact:
    """A narrow, typed row for each raw row: table, definition and model have the same name.

    `key` identifies a row, `values` are its other columns; `segmented` says that the definition
    gives the four DIMENSIONS, stored as segment_id. A row passes the filters of its rows in
    `passes`, found by the columns `passes_by`.
    """

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    passes: Pass
    passes_by: tuple[str, ...]
    segmented: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.key + self.values + (("segment_id",) if self.segmented else ())


@dataclass(frozen=True)
class Rollup:
    """Sums over rows of one fact, per app, day, filter and `groups`.

    The rows counted are those where every column of `counted` is true; their day is that of `at`.
    `measures` are integers that add up; a row whose measures are all zero does not exist. The
    definition may join the rows of a `further_pass`.
    """

    name: str
    fact: Fact
    groups: tuple[str, ...]
    measures: tuple[str, ...]
    counted: tuple[str, ...] = ("is_active",)
    at: str = "created_at"
    further_pass: Pass | None = None

    @property
    def key(self) -> tuple[str, ...]:
        return ("app_id", "day", "filter_id", *self.groups)

    @property
    def reads(self) -> dict[str, str]:
        """The facts read, each with its column that holds the time `at` of what is counted."""
        further = self.further_pass.reads if self.further_pass else ()
        return {self.fact.name: self.at, **dict(self.fact.passes.reads), **dict(further)}
