"""What is derived from PeerMetrics' tables: sources, facts and rollups, as data.

Each fact and each rollup has one SQL definition, `sql/facts/<name>.sql` and
`sql/rollups/<name>.sql`, written in plain table names. Refresh, backfill and audit, and the
answers read from facts, run that same text; what the names stand for (the rows before a change,
after it, of one day, of one request) is decided around it, in `statements` and `planner`.
"""

from rollups.kinds import Fact, Pass, Rollup, Source

DIMENSIONS = ("app_version", "browser", "os", "country")

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
