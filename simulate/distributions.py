"""How often things happen: the simulated traffic is drawn from these tables.

As in a healthy installation, about 80 % of the conferences succeed, 12 % have a warning and 6 % an
error. A few are ongoing or never end. tests/simulate asserts these shares.
"""

from typing import NamedTuple

from simulate.chance import Weighted


class App(NamedTuple):
    id: str  # of its row: fixed, so that each run finds the row again
    name: str
    share: float  # of all conferences
    people: int  # in each region
    update_lag: float  # mean days until a person runs the newest app version


ORGANIZATION = ("6e0c1f5a-58a4-4b53-9d5e-0f6a1c3f7f10", "Simulated")
APPS = (
    App("0b9f6f0e-2f43-4c0a-8a43-6d1f7b1d0d01", "dev", 0.04, 25, 0.5),
    App("5a7d3c12-91b8-4e6f-b1c4-2e8f9a4c5e02", "staging", 0.14, 90, 1.0),
    App("c4e81b97-7d5a-4f29-9e60-813b5d2a6f03", "prod", 0.82, 3_000, 4.0),
)

# Local hours 0 to 23, then days of the week from Monday.
HOURS = (1, 1, 1, 1, 1, 2, 5, 14, 40, 78, 92, 88, 60, 70, 90, 94, 82, 52, 26, 16, 12, 8, 5, 2)
WEEKDAYS = (1.0, 1.12, 1.1, 1.05, 0.86, 0.16, 0.13)


class Tempo(NamedTuple):
    """How fast conferences go, in seconds."""

    median: float  # the duration is log-normal
    sigma: float
    shortest: float
    longest: float
    stats_after: float  # PeerMetrics learns a connection's type from its first statistics
    late_after: tuple[float, float]  # shortest and longest delay of writes after the end


HISTORY = Tempo(780, 1.15, 4, 4 * 3600, 10, (20, 5 * 3600))
LIVE = Tempo(45, 0.75, 6, 240, 2, (4, 45))  # compressed: a viewer sees changes soon

PARTICIPANTS = Weighted(
    [
        (1, 4),
        (2, 68),
        (3, 11),
        (4, 6),
        (5, 3.5),
        (6, 2.5),
        (7, 1.5),
        (8, 1.3),
        (9, 0.8),
        (10, 0.6),
        (11, 0.4),
        (12, 0.4),
    ]
)
MESH_UP_TO = 3  # participants; more of them connect through a server
NOBODY_CAME = 0.01  # of conferences: opened, but no session began
STALE = 0.004  # of conferences: never end
LEAVES_EARLY = 0.14  # of participants
REJOINS = 0.009  # of participants: reload the page during the conference
OTHER_DEVICE = 0.12  # of sessions: on another device than usual
ELSEWHERE = 0.2  # of participants: from another region than the conference

# Network. Setup times in ms are log-normal. Relayed ones take longer.
SETUP_MEDIAN, SETUP_SIGMA = 640, 0.75
RELAYED = 0.16  # of people: their network allows no direct connections
RELAYED_SLOWDOWN = 1.7
CONNECTION_TYPES = Weighted([("h", 42), ("s", 45), ("p", 13)])
RENEGOTIATES = 0.06  # of connections
FIRST_STAYS_STABLE = 0.012  # a second negotiation begins before the first is reported connected

# Problems, of sessions, connections or pairs of participants. A device's trouble multiplies them.
GUM_ERROR = 0.01  # of sessions
NO_MEDIA = 0.12  # of those
PAIR_FAILS = 0.006
PAIR_HANGS = 0.002  # still connecting when a participant gives up
DISCONNECTS = 0.006
ICE_CANDIDATE_ERRORS = 0.05
TCP = 0.005
LOW_EMOS = 0.011  # of sessions
VERY_LOW_EMOS = 0.011
# PeerMetrics writes most rows of these two codes without a conference. Some rows here have one, so
# that every code is counted somewhere.
WITHOUT_CONFERENCE = {"icecandidateerror": 0.98, "turn_used": 0.98}

INACTIVE = {
    "conference": 0.003,
    "app_session": 0.004,
    "app_connection": 0.004,
    "app_issue": 0.01,
    "participant": 0.002,
}
WILD = 0.01  # of JSON values and names: not in the expected form
WILD_GUM = 0.1  # of media errors: their form differs most between browsers and apps

GUM_ERRORS = Weighted(
    [
        (("NotAllowedError", "Permission denied"), 52),
        (("NotFoundError", "Requested device not found"), 20),
        (("NotReadableError", "Could not start video source"), 16),
        (("OverconstrainedError", ""), 5),
        (("AbortError", "Starting videoinput failed"), 4),
        (("TypeError", "At least one of audio and video must be requested"), 2),
        (("SecurityError", "The operation is insecure."), 1),
    ]
)
CANDIDATE_ERRORS = Weighted([(701, 80), (600, 14), (401, 6)])

ERRORS = {"no_media_access", "ice_failed", "no_connection", "very_low_emos", "connection_failed"}


class Incident(NamedTuple):
    """Some bad hours in prod, so that a chart has a peak."""

    days_ago: float
    hours: float
    factor: float  # multiplies the probability of problems


INCIDENTS = (Incident(5.9, 5, 9.0), Incident(17.3, 3, 6.0))

TITLES = ("Stand-up", "Planning", "Support", "Interview", "Review", "Consultation", "Lesson")
ADJECTIVES = (
    "Brave",
    "Calm",
    "Clever",
    "Eager",
    "Gentle",
    "Happy",
    "Keen",
    "Lucky",
    "Merry",
    "Witty",
)
NOUNS = (
    "Badger",
    "Carrot",
    "Falcon",
    "Goat",
    "Hedgehog",
    "Lynx",
    "Otter",
    "Panda",
    "Raven",
    "Walrus",
)
