"""Conferences: their status, duration and participants, and how they are listed."""

from rollups.definitions.declarations import (
    OF_CONFERENCE_ID,
    Bridge,
    Condition,
    Fact,
    Listing,
    Rollup,
    Source,
    View,
)
from rollups.statistics.sessions.definitions import SESSION, SESSION_FACT

STATUSES = ("success", "warning", "error", "ongoing")

# Buckets of durations: lower bound in seconds -> title. A bucket ends where the next begins.
# conference_duration.sql has the same bounds. A system check compares them.
DURATION_BUCKETS = {
    0: "< 1 m",
    60: "1 - 3 m",
    180: "3 - 5 m",
    300: "5 - 10 m",
    600: "10 - 15 m",
    900: "15 - 20 m",
    1200: "20 - 25 m",
    1500: "25 - 30 m",
    1800: "30 - 40 m",
    2400: "40 - 50 m",
    3000: "50 - 60 m",
    3600: "> 60 m",
}

SOURCES = (
    Source(
        table="conference",
        reads=("id", "app_id", "created_at", "is_active", "ongoing", "duration"),
        conferences="SELECT app_id, id FROM changed",
        of_conference="id = %(conference_id)s",
    ),
    Source(
        table="participant_conferences",
        reads=("participant_id", "conference_id"),
        conferences=OF_CONFERENCE_ID,
    ),
    # A new participant is in no conference yet. A deleted one is in none any more.
    Source(
        table="participant",
        reads=("id", "is_sfu", "is_active"),
        conferences="""
    SELECT c.app_id, c.id
    FROM changed
    JOIN public.participant_conferences pc ON pc.participant_id = changed.id
    JOIN public.conference c ON c.id = pc.conference_id""",
        found_later="id",
        events=("update", "truncate"),
        of_conference="""id IN (
        SELECT participant_id FROM public.participant_conferences
        WHERE conference_id = %(conference_id)s)""",
    ),
)

CONFERENCE_BRIDGE = Bridge(
    "conference_bridge",
    key=("app_id", "conference_id"),
    # Most conferences have at most three segments. A constant list is searched by hash; `&&`
    # compares each with each. (The planner takes EXISTS over unnest for so expensive that it plans
    # the rest of the statement badly.)
    passes="""f.segments[1] = ANY(%(segments)s::bigint[])
    OR f.segments[2] = ANY(%(segments)s::bigint[])
    OR f.segments[3] = ANY(%(segments)s::bigint[])
    OR cardinality(f.segments) > 3 AND f.segments[4:] && %(segments)s::bigint[]""",
    reads=("conference_fact", "created_at"),
)

CONFERENCE_FACT = Fact(
    name="conference_fact",
    key=("app_id", "conference_id"),
    values=("created_at", "is_active", "status", "duration", "participants", "segments"),
    bridge=CONFERENCE_BRIDGE,
    reads=(SESSION_FACT,),
    words=(("status", STATUSES),),
)
FACTS = (CONFERENCE_FACT,)

CONFERENCE_STATUS_QUARTER = Rollup(
    "conference_status_quarter",
    CONFERENCE_FACT,
    groups=("quarter", "status"),
    measures=("conferences",),
    view=View(
        "conferences_by_quarter",
        "Conferences per app, quarter of an hour (its first instant) and status. A conference "
        "counts under each filter that it passes.",
    ),
)
CONFERENCE_STATUS = Rollup(
    "conference_status",
    CONFERENCE_FACT,
    groups=("status",),
    measures=("conferences",),
    view=View(
        "conferences_by_status",
        "Conferences per app, day (UTC) and status. A conference counts under each filter "
        "that it passes.",
    ),
    quarters=CONFERENCE_STATUS_QUARTER,
)
CONFERENCE_DURATION = Rollup(
    "conference_duration",
    CONFERENCE_FACT,
    groups=("min_sec",),
    measures=("conferences",),
    view=View(
        "conferences_by_duration",
        "Conferences per app, day (UTC) and duration bucket; from_seconds is its lower bound.",
        columns=(
            "min_sec AS from_seconds",
            "conferences",
        ),
    ),
)
CONFERENCE_PARTICIPANTS = Rollup(
    "conference_participants",
    CONFERENCE_FACT,
    groups=("participants",),
    measures=("conferences",),
    view=View(
        "conferences_by_participants",
        "Conferences per app, day (UTC) and number of participants.",
    ),
)
ROLLUPS = (
    CONFERENCE_STATUS,
    CONFERENCE_STATUS_QUARTER,
    CONFERENCE_DURATION,
    CONFERENCE_PARTICIPANTS,
)

LISTING = Listing(
    CONFERENCE_FACT,
    filtered=SESSION,
    shown=("status", "participants"),
    sorts=("created_at", "duration", "participants"),
)

CONDITIONS = {
    "status": Condition("c.status = %(value)s"),
    "duration_gte": Condition("c.duration >= %(value)s"),
    "duration_lt": Condition("c.duration < %(value)s"),
    "participants": Condition("c.participants = %(value)s"),
    # Membership is in no fact. It is read from PeerMetrics' table. Members may be inactive.
    "participant_id": Condition(
        "c.conference_id IN (SELECT conference_id FROM public.participant_conferences "
        "WHERE participant_id = %(value)s)"
    ),
}
