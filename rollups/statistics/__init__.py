"""What is counted. Each room declares its sources, facts, rollups, conditions and summaries.

Browser, issue code, setup time and the like are words of this folder alone. The engine reads what
is declared here from `definitions.registry` and `reading.summaries`.
"""

from django.core.exceptions import ImproperlyConfigured

from rollups.definitions import registry
from rollups.definitions.consistency import more_than_once
from rollups.definitions.declarations import Condition, Declared
from rollups.reading import summaries
from rollups.statistics import dashboard
from rollups.statistics.conferences import definitions as conferences
from rollups.statistics.connections import definitions as connections
from rollups.statistics.issues import definitions as issues
from rollups.statistics.segments import definitions as segments
from rollups.statistics.sessions import definitions as sessions

SOURCES = (
    *conferences.SOURCES,
    *sessions.SOURCES,
    *segments.SOURCES,
    *connections.SOURCES,
    *issues.SOURCES,
)
# Sessions are first: the fact of conferences reads theirs.
_ROOMS = (sessions, conferences, connections, issues)
FACTS = tuple(fact for room in _ROOMS for fact in room.FACTS)
ROLLUPS = tuple(rollup for room in _ROOMS for rollup in room.ROLLUPS)
SUMMARIES = (*dashboard.SUMMARIES, dashboard.DASHBOARD)


def _conditions() -> dict[str, Condition]:
    named = [each for room in _ROOMS for each in room.CONDITIONS.items()]
    if twice := more_than_once(name for name, _ in named):
        raise ImproperlyConfigured(f"Two rooms declare a condition {twice[0]}. Rename one.")
    return dict(named)


DECLARED = Declared(
    dimensions=segments.DIMENSIONS,
    example=segments.EXAMPLE,
    sources=SOURCES,
    facts=FACTS,
    rollups=ROLLUPS,
    listing=conferences.LISTING,
    conditions=_conditions(),
)


def register() -> None:
    """Tell the engine what is counted, in this process."""
    registry.register(DECLARED)
    summaries.register(SUMMARIES)
