"""The forms of declarations: sources, facts, bridges, rollups, and conditions of lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field

EVENTS = ("insert", "update", "delete", "truncate")


@dataclass(frozen=True)
class Source:
    """A raw table whose changes are captured, by the `events` that can change a number.

    An UPDATE counts as a change only if it changes one of the columns `reads`. `conferences` is a
    SELECT of (app_id, conference_id) over `changed`, the rows that changed. It finds the
    conferences to rebuild.

    Some conferences are found through rows that another transaction may write at the same moment.
    Then the refresh finds them. The trigger queues the ids in the column `found_later`, which is
    never null, and `conferences` reads them as `changed.id`. (Example: one transaction changes
    a row, another links the row to a conference. Neither sees the other. The one that commits last
    counts.)

    `of_conference` is a condition in SQL: whether a row belongs to one conference. It is for people
    who trace a number.
    """

    table: str
    reads: tuple[str, ...]
    conferences: str
    found_later: str = ""
    events: tuple[str, ...] = EVENTS
    aspect: str = ""  # tells two sources of one table apart
    of_conference: str = "conference_id = %(conference_id)s"

    @property
    def name(self) -> str:
        return f"{self.table}_{self.aspect}" if self.aspect else self.table


# `Source.conferences` of a table with a column conference_id. The app is null while the
# conference's own transaction is open: foreign keys are checked at its end. The refresh finds the
# app later, by APPS_OF_CONFERENCES.
OF_CONFERENCE_ID = """
    SELECT c.app_id, changed.conference_id
    FROM changed LEFT JOIN public.conference c ON c.id = changed.conference_id
    WHERE changed.conference_id IS NOT NULL"""

APPS_OF_CONFERENCES = """
    SELECT c.app_id, c.id
    FROM changed JOIN public.conference c ON c.id = changed.id"""


@dataclass(frozen=True)
class Bridge:
    """Which rows pass which filter, by `<name>.sql`.

    `key`: the columns that lead from a row to its filters. `passes` is a predicate in SQL on a row
    `f`: whether it passes, where %(segments)s are the ids of the segments that pass. `reads`: the
    fact that the SQL reads, and its column that holds the conference's time.
    """

    name: str
    key: tuple[str, ...]
    passes: str
    reads: tuple[str, str] = ("", "")


# Of each segment: its filters follow from its dimensions alone, see `contributions`.
SEGMENT_BRIDGE = Bridge(
    "segment_bridge", key=("segment_id",), passes="f.segment_id = ANY(%(segments)s::bigint[])"
)

# The file that says how the dimensions follow from raw rows. The SQL of facts names it.
SEGMENT_VALUES = "segment_values"


@dataclass(frozen=True)
class Fact:
    """A narrow, typed row for each raw row. Table, SQL file and model have the same name.

    `key` identifies a row, `values` are its other columns. A row passes the filters that `bridge`
    gives it. If that is SEGMENT_BRIDGE, the SQL selects $segment_values, the row's dimensions, and
    the row stores their segment_id. `reads`: other facts whose rows the SQL reads, computed from
    the raw rows of the same conferences. `words` names the columns that hold one of a few words,
    each with these words; the SQL of such a column is `CASE ... END AS <column>`.
    """

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    bridge: Bridge = SEGMENT_BRIDGE
    reads: "tuple[Fact, ...]" = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def segmented(self) -> bool:
        return self.bridge == SEGMENT_BRIDGE

    @property
    def columns(self) -> tuple[str, ...]:
        return self.key + self.values + (("segment_id",) if self.segmented else ())


@dataclass(frozen=True)
class View:
    """The view through which analysts read a rollup. It shows a row's filter by name, not by id.

    `counts` is the first sentence of its comment. `columns` are SQL expressions over the rollup's
    columns; by default its groups and measures.
    """

    name: str
    counts: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rollup:
    """Sums over rows of one fact, per app, day, filter and `groups`.

    The rows counted are those where every column of `counted` is true. Their day is that of `at`.
    `measures` are integers that add up. A row whose measures are all zero does not exist. The SQL
    may join a `further_bridge`.

    `quarters` is a rollup of the same rows and measures, with one group more: `quarter`, the first
    instant of a quarter of an hour. The planner reads it for hours, and for days of other zones.
    """

    name: str
    fact: Fact
    groups: tuple[str, ...]
    measures: tuple[str, ...]
    view: View
    counted: tuple[str, ...] = ("is_active",)
    at: str = "created_at"
    further_bridge: Bridge | None = None
    quarters: "Rollup | None" = None

    @property
    def key(self) -> tuple[str, ...]:
        return ("app_id", "filter_id", "day", *self.groups)

    @property
    def bridges(self) -> tuple[Bridge, ...]:
        """The bridges that have an SQL file."""
        both = (self.fact.bridge, self.further_bridge)
        return tuple(one for one in both if one and one != SEGMENT_BRIDGE)

    @property
    def reads(self) -> dict[str, str]:
        """The facts read, each with its column that holds the time `at` of what is counted."""
        return dict(bridge.reads for bridge in self.bridges) | {self.fact.name: self.at}

    @property
    def by_segment(self) -> bool:
        """Whether a row's filter may be a segment. Rows of several segments may be added up."""
        return self.fact.segmented and self.further_bridge is None


@dataclass(frozen=True)
class RowKind:
    """Rows of a fact, of which a listed conference must have at least one.

    Two kinds may be of one fact. Then two different rows may meet their conditions.
    """

    name: str
    fact: Fact


@dataclass(frozen=True)
class Condition:
    """What a listed conference must meet: a predicate in SQL. `%(value)s` is the value asked for.

    It is about a row `r` of the kind `of`; None: about the conference's own fact, `c`.
    """

    sql: str
    of: RowKind | None = None


@dataclass(frozen=True)
class Listing:
    """How conferences are listed: their fact, the columns that are shown, those to sort by.

    A listed conference has a row of the kind `filtered` that passes the query's filters.
    """

    fact: Fact
    filtered: RowKind
    shown: tuple[str, ...]
    sorts: tuple[str, ...]


@dataclass(frozen=True)
class Declared:
    """All that the statistics declare.

    `example`: a dimension and one of its values, for texts that explain filters.
    """

    dimensions: tuple[str, ...]
    example: tuple[str, str]
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    rollups: tuple[Rollup, ...]
    listing: Listing
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Fact | Rollup, ...]:
        """Facts, then rollups: what has a table and a definition in SQL."""
        return (*self.facts, *self.rollups)

    @property
    def bridges(self) -> list[Bridge]:
        """Those that have an SQL file, by name."""
        named = {bridge for rollup in self.rollups for bridge in rollup.bridges}
        return sorted(named, key=lambda bridge: bridge.name)
