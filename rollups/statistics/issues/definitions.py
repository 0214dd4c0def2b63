"""Issues: by code; the conferences that have them; errors of getUserMedia."""

from rollups.definitions.declarations import (
    OF_CONFERENCE_ID,
    Condition,
    Fact,
    Rollup,
    RowKind,
    Source,
    View,
)
from rollups.statistics.conferences.definitions import CONFERENCE_BRIDGE

SOURCES = (
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
        conferences=OF_CONFERENCE_ID,
    ),
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
)
FACTS = (ISSUE_FACT,)

ISSUE_CODE = Rollup(
    "issue_code",
    ISSUE_FACT,
    groups=("code",),
    measures=("issues",),
    view=View(
        "issues_by_code",
        "Issues per app, day of the issue (UTC) and code.",
    ),
)
ISSUE_CODE_CONFERENCES = Rollup(
    "issue_code_conferences",
    ISSUE_FACT,
    groups=("code",),
    measures=("conferences",),
    view=View(
        "conferences_by_issue_code",
        "Conferences with at least one issue of a code, per app and day of the conference "
        "(UTC). A conference counts under each of its codes.",
    ),
    counted=("is_active", "conference_is_active"),
    at="conference_created_at",
    further_bridge=CONFERENCE_BRIDGE,  # the conference must pass the filter too
)
GUM_ERROR = Rollup(
    "gum_error",
    ISSUE_FACT,
    groups=("gum_name", "gum_message"),
    measures=("issues",),
    view=View(
        "gum_errors_by_name",
        "getUserMedia errors per app, day (UTC), name and message.",
        columns=(
            "gum_name AS name",
            "gum_message AS message",
            "issues",
        ),
    ),
)
ROLLUPS = (ISSUE_CODE, ISSUE_CODE_CONFERENCES, GUM_ERROR)

# Two kinds: one issue may have the code, another be the error with that name.
_ISSUE = RowKind("issue", ISSUE_FACT)
_GUM_ERROR = RowKind("gum_error", ISSUE_FACT)

CONDITIONS = {
    "issue_code": Condition("r.code = %(value)s", _ISSUE),
    "gum_name": Condition("r.gum_name = %(value)s", _GUM_ERROR),
}
