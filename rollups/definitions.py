"""What is derived from PeerMetrics' tables: sources, facts and rollups, as data.

Each fact and each rollup has one SQL definition, `sql/facts/<name>.sql` and
`sql/rollups/<name>.sql`, written in plain table names. Refresh, backfill and audit, and the
answers read from facts, run that same text; what the names stand for (the rows before a change,
after it, of one day, of one request) is decided around it, in `statements` and `planner`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL_DIR = Path(__file__).parent / "sql"

DIMENSIONS = ("app_version", "browser", "os", "country")


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


@dataclass(frozen=True)
class Fact:
    """A narrow, typed row for each raw row: table, definition and model have the same name.

    `key` identifies a row, `values` are its other columns; `segmented` says that the definition
    gives the four DIMENSIONS, stored as segment_id. The row counts where `counted` holds, at the
    time `at`. It passes the filters of its rows in `passes` (`sql/passes/<passes>.sql`), found by
    the columns `passes_by`; `passes_read` are the further facts which that reads, and their
    column that holds the time `at` of the row they decide on.
    """

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    counted: str
    at: str
    passes: str
    passes_by: tuple[str, ...]
    passes_read: tuple[tuple[str, str], ...] = ()
    segmented: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.key + self.values + (("segment_id",) if self.segmented else ())


@dataclass(frozen=True)
class Rollup:
    """Sums over the counted rows of one fact, per app, day, filter and `groups`.

    `measures` are integers that add up; a row whose measures are all zero does not exist.
    """

    name: str
    fact: Fact
    groups: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return ("app_id", "day", "filter_id", *self.groups)


# The app is null where the conference cannot be seen yet: its own transaction is still open, and
# the foreign keys are checked at the end only. It is found on draining, by APPS_OF_CONFERENCES.
_OF_CONFERENCE_ID = """
    SELECT c.app_id, changed.conference_id
    FROM changed LEFT JOIN public.conference c ON c.id = changed.conference_id
    WHERE changed.conference_id IS NOT NULL"""

APPS_OF_CONFERENCES = """
    SELECT c.app_id, c.id
    FROM changed JOIN public.conference c ON c.id = changed.id"""

SOURCES = (
    Source(
        table="conference",
        reads=("id", "app_id", "created_at", "is_active", "ongoing", "duration"),
        conferences="SELECT app_id, id FROM changed",
    ),
    Source(
        table="app_session",
        reads=(
            "id",
            "conference_id",
            "participant_id",
            "created_at",
            "is_active",
            "app_version",
            "platform",
            "geo_ip",
        ),
        conferences=_OF_CONFERENCE_ID,
    ),
    Source(
        table="app_issue",
        reads=("conference_id", "type", "is_active"),
        conferences=_OF_CONFERENCE_ID,
    ),
    Source(
        table="participant_conferences",
        reads=("participant_id", "conference_id"),
        conferences=_OF_CONFERENCE_ID,
    ),
    # A new participant is in no conference yet, and one that is deleted is in none any more.
    Source(
        table="participant",
        reads=("id", "is_sfu", "is_active"),
        conferences="""
    SELECT c.app_id, c.id
    FROM changed
    JOIN public.participant_conferences pc ON pc.participant_id = changed.id
    JOIN public.conference c ON c.id = pc.conference_id""",
        found_later=True,
        events=("update", "truncate"),
    ),
)

CONFERENCE_FACT = Fact(
    name="conference_fact",
    key=("app_id", "conference_id"),
    values=("created_at", "is_active", "status", "duration", "participants"),
    counted="is_active",
    at="created_at",
    passes="conference_pass",
    passes_by=("app_id", "conference_id"),
    passes_read=(("session_fact", "conference_created_at"),),
)
SESSION_FACT = Fact(
    name="session_fact",
    key=("app_id", "conference_id", "session_id"),
    values=("created_at", "conference_created_at", "is_active"),
    counted="is_active",
    at="created_at",
    passes="segment_pass",
    passes_by=("segment_id",),
    segmented=True,
)
FACTS = (CONFERENCE_FACT, SESSION_FACT)

CONFERENCE_STATUS = Rollup(
    name="conference_status",
    fact=CONFERENCE_FACT,
    groups=("status",),
    measures=("conferences",),
)
ROLLUPS = (CONFERENCE_STATUS,)
