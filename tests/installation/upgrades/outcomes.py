"""The statistic of the recipe, recounted in plain Python from the raw rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tests.proofs.oracle import DIMENSIONS, Query, RawTables
from tests.proofs.oracle.counted import (
    active_rows,
    counted_conferences,
    counted_sessions,
    session_passes,
)
from tests.proofs.oracle.values import dimension_of

OUTCOMES = ("error", "warning", "ok")

# App, day, dimension and value of a filter, outcome.
Key = tuple[str, str, str, str, str]


def outcome_of_each(raw: RawTables) -> dict[str, str]:
    """The outcome of each session that is stored, by its id: those of known conferences."""
    types: dict[Any, set[str]] = defaultdict(set)
    for issues in raw.issues.values():
        for issue in issues:
            if issue["is_active"]:
                types[issue["session_id"]].add(issue["type"])
    return {
        str(session["id"]): _outcome(types[session["id"]])
        for sessions in raw.sessions.values()
        for session in sessions
    }


def whole_rollup(raw: RawTables) -> dict[Key, int]:
    """Every row that the rollup must have, and no other."""
    outcomes = outcome_of_each(raw)
    counts: Counter[Key] = Counter()
    for conference in raw.conferences:
        app = str(conference["app_id"])
        for session in raw.sessions.get(conference["id"], []):
            if session["is_active"]:
                day = session["created_at"].astimezone(UTC).date().isoformat()
                for dimension, value in _filters(session):
                    counts[app, day, dimension, value, outcomes[str(session["id"])]] += 1
    return dict(counts)


def outcome_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of sessions/outcome-summary."""
    outcomes = outcome_of_each(raw)
    counts = Counter(outcomes[str(row["id"])] for row in counted_sessions(raw, query, now))
    return {"data": [{"outcome": outcome, "count": counts[outcome]} for outcome in OUTCOMES]}


def conferences_behind(raw: RawTables, query: Query, outcome: str, now: datetime) -> int:
    """How many conferences have an active session of this outcome that passes the filters."""
    outcomes = outcome_of_each(raw)
    return sum(
        any(
            outcomes[str(session["id"])] == outcome and session_passes(session, query)
            for session in active_rows(conference, raw.sessions)
        )
        for conference in counted_conferences(raw, query, now)
    )


def _outcome(types: set[str]) -> str:
    return "error" if "e" in types else "warning" if "w" in types else "ok"


def _filters(session: Any) -> Iterator[tuple[str, str]]:
    yield "everything", ""
    for dimension in DIMENSIONS:
        yield dimension, dimension_of(session, dimension)
