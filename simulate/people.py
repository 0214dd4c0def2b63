"""Participants. A person depends on the app, the region and a number alone, not on a run's seed:
the same people come back on other days, in a history and live."""

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from simulate import distributions as d
from simulate.chance import Chance
from simulate.devices import DEVICES, Device
from simulate.places import REGIONS, City, Region


class Person(NamedTuple):
    id: str
    participant_id: str
    name: str | None
    is_active: bool
    city: City
    device: Device
    platform: str  # of the usual device, as JSON text
    relayed: bool
    update_lag: timedelta
    coordinates_as_text: bool  # one geo-IP source gives numbers, another text

    def app_version(self, at: datetime) -> str:
        """A release each Monday, and a correction on Thursday, which everybody gets later."""
        year, week, weekday = (at - self.update_lag).isocalendar()
        return f"{year % 100}.{week}.{1 if weekday >= 4 else 0}"


@cache
def person(app: d.App, region: Region, number: int) -> Person:
    chance = Chance(f"person {app.name} {region.name} {number}")
    device = chance.one_of(DEVICES)
    return Person(
        id=chance.uuid(),
        participant_id=chance.uuid(),
        name=_name(chance),
        is_active=not chance.happens(d.INACTIVE["participant"]),
        city=chance.one_of(region.cities),
        device=device,
        platform=device.platform(chance),
        relayed=chance.happens(d.RELAYED),
        update_lag=timedelta(days=chance.expovariate(1 / app.update_lag)),
        coordinates_as_text=chance.happens(0.25),
    )


def _name(chance: Chance) -> str | None:
    if chance.happens(0.12):
        return None
    if chance.happens(d.WILD):
        return chance.choice(["", "   "])
    return f"{chance.choice(d.ADJECTIVES)} {chance.choice(d.NOUNS)}"


def server(app: d.App, region: Region) -> tuple[str, str]:
    """The media server of a region: the id and participant_id of its participant row."""
    return Chance(f"server {app.name} {region.name}").uuid(), f"sfu-{region.name}-1"


def gather(chance: Chance, app: d.App, region: Region, count: int) -> list[Person]:
    """Different people, most of them from the region; a few come much more often than most."""
    found: dict[str, Person] = {}
    while len(found) < count:
        home = chance.choice(REGIONS) if chance.happens(d.ELSEWHERE) else region
        one = person(app, home, int(app.people * chance.random() ** 1.8))
        found.setdefault(one.id, one)
    return list(found.values())
