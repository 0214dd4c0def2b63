"""Sessions: by browser, operating system, country and city."""

from rollups.definitions.declarations import (
    OF_CONFERENCE_ID,
    Condition,
    Fact,
    Rollup,
    RowKind,
    Source,
    View,
)

SOURCES = (
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
        conferences=OF_CONFERENCE_ID,
    ),
)

SESSION_FACT = Fact(
    name="session_fact",
    key=("app_id", "conference_id", "session_id"),
    values=(
        "created_at",
        "is_active",
        "browser_version",
        "os_version",
        "city",
        "latitude",
        "longitude",
    ),
)
FACTS = (SESSION_FACT,)

SESSION_BROWSER = Rollup(
    "session_browser",
    SESSION_FACT,
    groups=("browser", "version"),
    measures=("sessions",),
    view=View(
        "sessions_by_browser",
        "Sessions per app, day (UTC), browser and version.",
    ),
)
SESSION_OS = Rollup(
    "session_os",
    SESSION_FACT,
    groups=("os", "version"),
    measures=("sessions",),
    view=View(
        "sessions_by_os",
        "Sessions per app, day (UTC), operating system and version.",
    ),
)
SESSION_COUNTRY = Rollup(
    "session_country",
    SESSION_FACT,
    groups=("country",),
    measures=("sessions",),
    view=View(
        "sessions_by_country",
        "Sessions per app, day (UTC) and country.",
    ),
)
SESSION_CITY = Rollup(
    "session_city",
    SESSION_FACT,
    groups=("country", "city", "latitude", "longitude"),
    measures=("sessions",),
    view=View(
        "sessions_by_city",
        "Sessions per app, day (UTC), city and coordinates.",
    ),
)
ROLLUPS = (SESSION_BROWSER, SESSION_OS, SESSION_COUNTRY, SESSION_CITY)

SESSION = RowKind("session", SESSION_FACT)

CONDITIONS = {
    "browser_version": Condition("r.browser_version = %(value)s", SESSION),
    "os_version": Condition("r.os_version = %(value)s", SESSION),
    "city": Condition("r.city = %(value)s", SESSION),
}
