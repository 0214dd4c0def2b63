"""Connections: relayed or direct, and how long they took to set up."""

from rollups.definitions.declarations import (
    OF_CONFERENCE_ID,
    Condition,
    Fact,
    Rollup,
    RowKind,
    Source,
    View,
)

TYPES = ("direct", "relayed")

# Buckets of setup times: lower bound in milliseconds -> title. A bucket ends where the next begins.
SETUP_TIME_BUCKETS = {
    0: "< 250 ms",
    250: "250 - 500 ms",
    500: "500 - 750 ms",
    750: "750 - 1000 ms",
    1000: "1000 - 1500 ms",
    1500: "1500 - 2000 ms",
    2000: "2000 - 2500 ms",
    2500: "2500 - 3000 ms",
    3000: "3000 - 4000 ms",
    4000: "4000 - 5000 ms",
    5000: "> 5000 ms",
}

# The rollup has finer buckets, each within one of those: (below so many ms, so many ms wide). All
# longer times are in one bucket. The function setup_bucket_width and connection_setup.sql have the
# same bounds. A system check compares them.
FINE_WIDTHS = (
    (500, 10),
    (1_000, 25),
    (2_000, 50),
    (5_000, 100),
    (10_000, 250),
    (20_000, 500),
    (60_000, 1_000),
)

SOURCES = (
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
        conferences=OF_CONFERENCE_ID,
    ),
)

CONNECTION_FACT = Fact(
    name="connection_fact",
    key=("app_id", "conference_id", "connection_id"),
    values=("created_at", "is_active", "type", "setup_ms"),
    words=(("type", TYPES),),
)
FACTS = (CONNECTION_FACT,)

CONNECTION_TYPE = Rollup(
    "connection_type",
    CONNECTION_FACT,
    groups=("type",),
    measures=("connections",),
    view=View(
        "connections_by_type",
        "Relayed and direct connections per app and day (UTC).",
    ),
)
CONNECTION_SETUP = Rollup(
    "connection_setup",
    CONNECTION_FACT,
    groups=("min_ms",),
    measures=("connections",),
    view=View(
        "connections_by_setup_time",
        "Connections per app, day (UTC) and setup-time bucket, from from_milliseconds to "
        "below_milliseconds (exclusive; null: no end). Buckets are a twentieth of the time "
        "wide, or 10 ms.",
        columns=(
            "min_ms AS from_milliseconds",
            "connections",
            "min_ms + rollups.setup_bucket_width(min_ms) AS below_milliseconds",
        ),
    ),
)
ROLLUPS = (CONNECTION_TYPE, CONNECTION_SETUP)

# Two kinds: one connection may have the type, another the setup time.
_TYPED = RowKind("typed_connection", CONNECTION_FACT)
_SET_UP = RowKind("set_up_connection", CONNECTION_FACT)

CONDITIONS = {
    "connection_type": Condition("r.type = %(value)s", _TYPED),
    "setup_time_gte": Condition("r.setup_ms >= %(value)s", _SET_UP),
    "setup_time_lt": Condition("r.setup_ms < %(value)s", _SET_UP),
}
