"""The tables of schema rollups: queue, dimensions, facts and rollups.

Their rows are written by SQL alone (see `definitions`); the models declare their form, and what
`COMMENT ON` says of them to whoever queries them.

There is no foreign key to PeerMetrics' tables: it would block their deletes. Every key of a row
that has an app contains it.
"""

from rollups.models.dimensions import Filter, Segment
from rollups.models.facts import ConferenceFact, ConnectionFact, IssueFact, SessionFact
from rollups.models.pipeline import (
    AppState,
    AuditRound,
    BackfillDay,
    CaptureState,
    ChangeQueue,
    Installed,
    OpenedZone,
    TaskRun,
)
from rollups.models.rollups import (
    ConferenceDuration,
    ConferenceParticipants,
    ConferenceStatus,
    ConnectionSetup,
    ConnectionType,
    GumError,
    IssueCode,
    IssueCodeConferences,
    SessionBrowser,
    SessionCity,
    SessionCountry,
    SessionOs,
)

__all__ = [
    "AppState",
    "AuditRound",
    "BackfillDay",
    "CaptureState",
    "ChangeQueue",
    "ConferenceDuration",
    "ConferenceFact",
    "ConferenceParticipants",
    "ConferenceStatus",
    "ConnectionFact",
    "ConnectionSetup",
    "ConnectionType",
    "Filter",
    "GumError",
    "Installed",
    "IssueCode",
    "IssueCodeConferences",
    "IssueFact",
    "OpenedZone",
    "Segment",
    "SessionBrowser",
    "SessionCity",
    "SessionCountry",
    "SessionFact",
    "SessionOs",
    "TaskRun",
]
