"""The warm answers whose range holds a conference, as the cache has them now."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rollups.cache import warm
from rollups.cache.entries import Held, held, unwarmed
from rollups.cache.store import key_of
from rollups.changes import versions
from rollups.definitions.registry import declared
from rollups.health.tracing.rows import FactRows
from rollups.reading.query import SummaryQuery
from rollups.servers.breaker import ServerAway


@dataclass(frozen=True)
class WarmAnswer:
    """An answer that is kept warm. `start` None: no bound. `entry` None: the cache does not have
    it."""

    summary: str
    start: datetime | None
    zone: str
    entry: Held | None


@dataclass(frozen=True)
class Answers:
    """Those of an app. `warm`: those that hold the conference. `unwarmed`: entries that nobody
    warms. Their keys do not tell whether they hold it. Both are None if Redis does not answer."""

    app_id: UUID
    version: int
    warmed_version: int | None
    warm: list[WarmAnswer] | None
    unwarmed: list[Held] | None

    @property
    def older(self) -> list[Held]:
        """Entries that are given now, and were computed from older data."""
        entries = [*(one.entry for one in self.warm or ()), *(self.unwarmed or ())]
        return [one for one in entries if one and one.is_fresh and one.version < self.version]


def answers_of(app_id: UUID, facts: Collection[FactRows], now: datetime) -> Answers:
    state = (app_id, versions.versions_of([app_id])[app_id], versions.warmed_version_of(app_id))
    moments = set(_counted_at(facts))
    warmed = warm.all_questions([app_id], now)
    asked = [one for one in warmed if _holds(one[1], moments)]
    keys = [key_of(*one) for one in asked]
    try:
        entries, others = held(keys), unwarmed(app_id, [key_of(*one) for one in warmed])
    except ServerAway:
        return Answers(*state, None, None)
    found = [
        WarmAnswer(summary.key, query.start, query.zone, entries.get(key))
        for (summary, query), key in zip(asked, keys, strict=True)
    ]
    return Answers(*state, found, others)


def _counted_at(facts: Collection[FactRows]) -> Iterator[datetime]:
    """The times at which rows of the conference count in some rollup."""
    for rollup in declared().rollups:
        for one in facts:
            if one.fact == rollup.fact.name:
                for row in (*one.stored, *one.from_raw):
                    if all(row[column] for column in rollup.counted):
                        yield datetime.fromisoformat(row[rollup.at])


def _holds(query: SummaryQuery, moments: Collection[datetime]) -> bool:
    ranges = [(query.start, query.end), *([query.previous] if query.previous else [])]
    return any(
        (start is None or start <= moment) and (end is None or moment < end)
        for start, end in ranges
        for moment in moments
    )
