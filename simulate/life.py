"""A conference's life as a list of timed steps. Pure: the same arguments give the same life."""

from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from simulate import distributions as d
from simulate import sessions
from simulate.chance import Chance
from simulate.connections import Fate, Link, busy, connect
from simulate.people import server
from simulate.places import Region
from simulate.scene import Scene, later
from simulate.stays import Stay, plan
from simulate.steps import Script, Step, Value


class Life(NamedTuple):
    start: datetime
    closed: datetime  # all participants have left; only late results follow
    steps: list[Step]


def live_through(
    chance: Chance, app: d.App, region: Region, tempo: d.Tempo, trouble: float, start: datetime
) -> Life:
    """One conference, from its first row to its last."""
    scene = Scene(chance, app, region, tempo, trouble, chance.uuid(), Script())
    _open(scene, start)
    stays = plan(scene, start)
    for stay in stays:
        sessions.initialize(scene, stay.enters, stay.person)
    closed = max(stay.leaves for stay in stays)
    if chance.happens(d.NOBODY_CAME):
        return Life(start, closed, scene.script.in_order())
    for stay in stays:
        sessions.begin(scene, stay)
    links = _connect_all(scene, stays)
    for stay in stays:
        sessions.end(scene, stay, links[stay.session_id])
    calls = busy(link for each in links.values() for link in each)
    _keep_conference(scene, calls, [stay.leaves for stay in stays])
    for stay in stays:
        sessions.report(scene, stay, closed)
    _deactivate(scene, stays, closed)
    stale = bool(calls) and chance.happens(d.STALE)
    until = later(calls[0][0], _seconds(calls[0]) * chance.random()) if stale else None
    return Life(start, closed, scene.script.in_order(until))


def _open(scene: Scene, start: datetime) -> None:
    chance = scene.chance
    row = {
        "id": scene.conference_id,
        "conference_id": f"room-{chance.getrandbits(64):016x}",
        "conference_name": None,
        "conference_info": "{}",
        "start_time": None,
        "call_start": None,
        "end_time": None,
        "ongoing": False,
        "duration": 0,
        "created_at": start,
        "is_active": True,
        "app_id": scene.app.id,
    }
    scene.script.insert(start, "conference", row)
    if chance.happens(0.9):
        name = f"{chance.choice(d.TITLES)} {chance.randint(1, 9999)}"
        name = "   " if chance.happens(d.WILD) else name
        scene.script.update(start, "conference", scene.conference_id, conference_name=name)


def _connect_all(scene: Scene, stays: list[Stay]) -> dict[str, list[Link]]:
    """Connects all pairs of participants. From four participants on, each connects to a server."""
    links: dict[str, list[Link]] = {stay.session_id: [] for stay in stays}
    if len({stay.person.id for stay in stays}) > d.MESH_UP_TO:
        server_id, name = server(scene.app, scene.region)
        for stay in stays:
            begins = later(stay.ready, scene.chance.uniform(0.1, 0.8))
            if begins < stay.leaves:
                sessions.participant(scene, begins, server_id, name, name, is_sfu=True)
                fate = _fate(scene, stay.trouble)
                link = connect(scene, stay, server_id, begins, stay.leaves, fate)
                links[stay.session_id].append(link)
        return links
    for one, other in combinations(stays, 2):
        ends = min(one.leaves, other.leaves)
        begins = later(max(one.ready, other.ready), scene.chance.uniform(0.1, 0.8))
        if one.person is other.person or begins >= ends:
            continue
        fate = _fate(scene, max(one.trouble, other.trouble))
        for stay, peer in ((one, other), (other, one)):
            link = connect(scene, stay, peer.person.id, begins, ends, fate)
            links[stay.session_id].append(link)
    return links


def _fate(scene: Scene, trouble: float) -> Fate:
    if scene.goes_wrong(d.PAIR_FAILS, trouble):
        return "fails"
    return "hangs" if scene.goes_wrong(d.PAIR_HANGS, trouble) else "connects"


def _keep_conference(
    scene: Scene, calls: list[tuple[datetime, datetime]], leaves: list[datetime]
) -> None:
    """The conference is ongoing while a connection exists. A page closed later moves its end."""

    def update(at: datetime, **changes: Value) -> None:
        scene.script.update(at, "conference", scene.conference_id, **changes)

    duration = 0
    for call in calls:
        begins, ends = call
        first = {"start_time": begins} if call is calls[0] else {}
        update(begins, ongoing=True, call_start=begins, **first)
        duration += int(_seconds(call))
        update(ends, ongoing=False, call_start=None, end_time=ends, duration=duration)
    for at in leaves:
        if not any(begins <= at <= ends for begins, ends in calls):
            update(at, end_time=at)


def _deactivate(scene: Scene, stays: list[Stay], closed: datetime) -> None:
    """Users delete a few rows. PeerMetrics keeps these rows and marks them inactive."""
    for step in scene.script.inserted():
        usual = step.table != "participant"  # they become inactive for all conferences, below
        if usual and scene.chance.happens(d.INACTIVE[step.table]):
            at = scene.late(max(closed, step.at))
            scene.script.update(at, step.table, str(step.values["id"]), is_active=False)
    for stay in stays:
        if not stay.person.is_active:
            scene.script.update(closed, "participant", stay.person.id, is_active=False)


def _seconds(period: tuple[datetime, datetime]) -> float:
    return (period[1] - period[0]).total_seconds()
