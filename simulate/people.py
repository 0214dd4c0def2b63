"""Participants. A person depends only on the app, the region and a number, not on a run's seed.
So the same people come back on other days, in a history and live."""

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from simulate import distributions as d
from simulate.chance import Chance
from simulate.devices import DEVICES, Device
from simulate.places import REGIONS, City, Region
from simulate.steps import as_json


class Person(NamedTuple):
    id: str
    participant_id: str
    name: str | None
    is_active: bool
    geo_ip: str  # as JSON text, like the platform
    device: Device
    platform: str  # of the usual device
    relayed: bool
    update_lag: timedelta

    def app_version(self, at: datetime) -> str:
        """A release each Monday and a correction each Thursday. People update with a delay."""
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
        geo_ip=_geo_ip(chance, chance.one_of(region.cities)),
        device=device,
        platform=device.platform(chance),
        relayed=chance.happens(d.RELAYED),
        update_lag=timedelta(days=chance.expovariate(1 / app.update_lag)),
    )


def _geo_ip(chance: Chance, city: City) -> str:
    # PeerMetrics has two sources of places: one gives coordinates as numbers, one as text.
    form = str if chance.happens(0.25) else float
    return as_json(
        {
            "country_code": city.country,
            "region_code": city.region,
            "city": city.name,
            "latitude": form(city.latitude),
            "longitude": form(city.longitude),
        }
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
    """Different people, most from the region. A few people come much more often than others."""
    found: dict[str, Person] = {}
    while len(found) < count:
        home = chance.choice(REGIONS) if chance.happens(d.ELSEWHERE) else region
        one = person(app, home, int(app.people * chance.random() ** 1.8))
        found.setdefault(one.id, one)
    return list(found.values())
