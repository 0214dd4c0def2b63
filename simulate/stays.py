"""Who is in a conference, and when."""

from datetime import datetime
from typing import NamedTuple

from simulate import distributions as d
from simulate.devices import DEVICES
from simulate.people import Person, gather
from simulate.scene import Scene, later


class Stay(NamedTuple):
    """One participant on the page, once. PeerMetrics calls it a session."""

    person: Person
    session_id: str
    platform: str
    trouble: float  # of the device
    enters: datetime
    ready: datetime  # the session row exists; connections may begin
    leaves: datetime
    again: bool  # has been in the same conference before


def plan(scene: Scene, start: datetime) -> list[Stay]:
    """The stays of one conference, in any order."""
    chance, tempo = scene.chance, scene.tempo
    count = chance.one_of(d.PARTICIPANTS)
    duration = chance.around(tempo.median, tempo.sigma, tempo.shortest, tempo.longest)
    waits = [0.0] + [chance.around(5, 1.3, 0.3, 30 + duration / 3) for _ in range(count - 1)]
    end = later(start, (min(waits[1:]) if count > 1 else 0) + duration)
    return [
        stay
        for one, wait in zip(gather(chance, scene.app, scene.region, count), waits, strict=True)
        for stay in _stays_of(scene, one, later(start, wait), end)
    ]


def _stays_of(scene: Scene, one: Person, enters: datetime, end: datetime) -> list[Stay]:
    chance = scene.chance
    stays_for = max((end - enters).total_seconds() - chance.uniform(0, 1), 1.0)
    if chance.happens(d.LEAVES_EARLY):
        stays_for *= chance.uniform(0.2, 0.95)
    if stays_for < 20 or not chance.happens(d.REJOINS):
        return [_stay(scene, one, enters, later(enters, stays_for), again=False)]
    first = stays_for * chance.uniform(0.1, 0.6)
    back = first + chance.uniform(2, 8)
    return [
        _stay(scene, one, enters, later(enters, first), again=False),
        _stay(scene, one, later(enters, back), later(enters, stays_for), again=True),
    ]


def _stay(scene: Scene, one: Person, enters: datetime, leaves: datetime, *, again: bool) -> Stay:
    chance = scene.chance
    if chance.happens(d.OTHER_DEVICE):
        device = chance.one_of(DEVICES)
        platform = device.platform(chance)
    else:
        device, platform = one.device, one.platform
    ready = later(enters, min(chance.uniform(0.1, 0.9), (leaves - enters).total_seconds() / 2))
    return Stay(one, chance.uuid(), platform, device.trouble, enters, ready, leaves, again)
