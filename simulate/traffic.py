"""When conferences begin: in the office hours of the past, or at a rate from now on."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count

from simulate import distributions as d
from simulate.chance import Chance, Weighted
from simulate.life import Life, live_through
from simulate.places import REGIONS, Region
from simulate.steps import Step

_HOUR = timedelta(hours=1)
_APPS = Weighted([(app, app.share) for app in d.APPS])


def past(seed: int, now: datetime, days: float, conferences: int) -> Iterator[Life]:
    """So many conferences of the last days, ordered by their beginning.

    All but the stale ones are over at `now`: no later step would end them.
    """
    source = f"past {seed} {now.isoformat()} {days} {conferences}"
    starts = _starts(Chance(source), now, timedelta(days=days), conferences)
    for number, (start, region) in enumerate(starts):
        life = _life(f"{source} {number}", now, start, region, d.HISTORY)
        if life.closed > now:
            early = Chance(f"{source} {number} early").uniform(1, 600)
            start -= life.closed - now + timedelta(seconds=early)
            life = _life(f"{source} {number}", now, start, region, d.HISTORY)
        yield life


def from_now_on(seed: int, now: datetime, rate: float) -> Iterator[Life]:
    """Endless conferences, on average `rate` a minute."""
    source = f"from now on {seed} {now.isoformat()} {rate}"
    chance = Chance(source)
    start = now
    for number in count():
        start += timedelta(minutes=chance.expovariate(rate))
        open_offices = Weighted([(region, _busyness(region, start)) for region in REGIONS])
        region = chance.one_of(open_offices)
        yield _life(f"{source} {number}", now, start, region, d.LIVE)


def in_order(lives: Iterable[Life]) -> Iterator[Step]:
    """The steps of all lives by time. `lives` are ordered by their beginning."""
    waiting: list[tuple[datetime, int, int, Life]] = []  # next step's time, life, step's index

    def play(until: datetime | None) -> Iterator[Step]:
        while waiting and (until is None or waiting[0][0] <= until):
            _, number, index, life = heapq.heappop(waiting)
            if index + 1 < len(life.steps):
                heapq.heappush(waiting, (life.steps[index + 1].at, number, index + 1, life))
            yield life.steps[index]

    for number, life in enumerate(lives):
        yield from play(until=life.start)
        heapq.heappush(waiting, (life.steps[0].at, number, 0, life))
    yield from play(until=None)


def _life(source: str, now: datetime, start: datetime, region: Region, tempo: d.Tempo) -> Life:
    chance = Chance(source)
    app = chance.one_of(_APPS)
    return live_through(chance, app, region, tempo, _trouble(app, now, start), start)


def _trouble(app: d.App, now: datetime, at: datetime) -> float:
    for incident in d.INCIDENTS:
        since = at - (now - timedelta(days=incident.days_ago))
        if app.name == "prod" and timedelta(0) <= since < timedelta(hours=incident.hours):
            return incident.factor
    return 1.0


def _starts(
    chance: Chance, now: datetime, period: timedelta, conferences: int
) -> list[tuple[datetime, Region]]:
    begin = now - period
    hours = [begin + number * _HOUR for number in range(-(-period // _HOUR))]
    weights = Weighted(
        [((hour, region), _busyness(region, hour)) for hour in hours for region in REGIONS]
    )
    starts = []
    for _ in range(conferences):
        hour, region = chance.one_of(weights)
        starts.append((hour + min(_HOUR, now - hour) * chance.random(), region))
    return sorted(starts, key=lambda start: start[0])


def _busyness(region: Region, at: datetime) -> float:
    """How many conferences begin there at that time, relative to other times and regions."""
    local = at + timedelta(hours=region.utc_offset)
    return region.share * d.HOURS[local.hour] * d.WEEKDAYS[local.weekday()]
