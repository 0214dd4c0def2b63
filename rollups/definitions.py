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
    # The connections and issues of a session pass filters by it, also those of other conferences.
    Source(
        table="app_session",
        aspect="segment",
        reads=("id", "app_version", "platform", "geo_ip"),
        conferences="""
    SELECT c.app_id, c.id
    FROM changed
    JOIN public.app_session s ON s.id = changed.id
    CROSS JOIN LATERAL (
        SELECT conference_id FROM public.app_connection WHERE session_id = s.id
        UNION
        SELECT conference_id FROM public.app_issue WHERE session_id = s.id
    ) child
    JOIN public.conference c ON c.id = child.conference_id AND c.id <> s.conference_id""",
        found_later=True,
        events=("update",),
    ),
    Source(
        table="app_connection",
        reads=(
            "id",
            "conference_id",
            "session_id",
            "created_at",
            "is_active",
            "type",
            "connection_info",
        ),
        conferences=_OF_CONFERENCE_ID,
    ),
    Source(
        table="app_issue",
        reads=(
            "id",
            "conference_id",
            "session_id",
            "created_at",
            "is_active",
            "type",
            "code",
            "data",
        ),
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

SEGMENT_PASS = Pass("segment_pass")
CONFERENCE_PASS = Pass(
    "conference_pass",
    reads=(("conference_fact", "created_at"), ("session_fact", "conference_created_at")),
)

CONFERENCE_FACT = Fact(
    name="conference_fact",
    key=("app_id", "conference_id"),
    values=("created_at", "is_active", "status", "duration", "participants"),
    passes=CONFERENCE_PASS,
    passes_by=("app_id", "conference_id"),
)
SESSION_FACT = Fact(
    name="session_fact",
    key=("app_id", "conference_id", "session_id"),
    values=(
        "created_at",
        "conference_created_at",
        "is_active",
        "browser_version",
        "os_version",
        "city",
        "latitude",
        "longitude",
    ),
    passes=SEGMENT_PASS,
    passes_by=("segment_id",),
    segmented=True,
)
CONNECTION_FACT = Fact(
    name="connection_fact",
    key=("app_id", "conference_id", "connection_id"),
    values=("created_at", "is_active", "type", "setup_ms"),
    passes=SEGMENT_PASS,
    passes_by=("segment_id",),
    segmented=True,
)
ISSUE_FACT = Fact(
    name="issue_fact",
    key=("app_id", "conference_id", "issue_id"),
    values=(
        "created_at",
        "conference_created_at",
        "is_active",
        "conference_is_active",
        "code",
        "gum_name",
        "gum_message",
    ),
    passes=SEGMENT_PASS,
    passes_by=("segment_id",),
    segmented=True,
)
FACTS = (CONFERENCE_FACT, SESSION_FACT, CONNECTION_FACT, ISSUE_FACT)

CONFERENCE_STATUS = Rollup(
    "conference_status", CONFERENCE_FACT, groups=("status",), measures=("conferences",)
)
CONFERENCE_DURATION = Rollup(
    "conference_duration", CONFERENCE_FACT, groups=("min_sec",), measures=("conferences",)
)
CONFERENCE_PARTICIPANTS = Rollup(
    "conference_participants", CONFERENCE_FACT, groups=("participants",), measures=("conferences",)
)
ISSUE_CODE = Rollup("issue_code", ISSUE_FACT, groups=("code",), measures=("issues",))
ISSUE_CODE_CONFERENCES = Rollup(
    "issue_code_conferences",
    ISSUE_FACT,
    groups=("code",),
    measures=("conferences",),
    counted=("is_active", "conference_is_active"),
    at="conference_created_at",
    further_pass=CONFERENCE_PASS,  # a conference counts only where it passes the filter itself
)
GUM_ERROR = Rollup(
    "gum_error", ISSUE_FACT, groups=("gum_name", "gum_message"), measures=("issues",)
)
CONNECTION_TYPE = Rollup(
    "connection_type", CONNECTION_FACT, groups=("type",), measures=("connections",)
)
CONNECTION_SETUP = Rollup(
    "connection_setup", CONNECTION_FACT, groups=("min_ms",), measures=("connections",)
)
SESSION_BROWSER = Rollup(
    "session_browser", SESSION_FACT, groups=("browser", "version"), measures=("sessions",)
)
SESSION_OS = Rollup("session_os", SESSION_FACT, groups=("os", "version"), measures=("sessions",))
SESSION_COUNTRY = Rollup(
    "session_country", SESSION_FACT, groups=("country",), measures=("sessions",)
)
SESSION_CITY = Rollup(
    "session_city",
    SESSION_FACT,
    groups=("country", "city", "latitude", "longitude"),
    measures=("sessions",),
)
ROLLUPS = (
    CONFERENCE_STATUS,
    CONFERENCE_DURATION,
    CONFERENCE_PARTICIPANTS,
    ISSUE_CODE,
    ISSUE_CODE_CONFERENCES,
    GUM_ERROR,
    CONNECTION_TYPE,
    CONNECTION_SETUP,
    SESSION_BROWSER,
    SESSION_OS,
    SESSION_COUNTRY,
    SESSION_CITY,
)
