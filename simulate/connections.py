"""A connection's rows: negotiations, type, problems, end."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from simulate import distributions as d
from simulate.scene import Scene, later
from simulate.stays import Stay
from simulate.steps import Value, as_json
from simulate.wild import NEGOTIATIONS, Negotiated

Fate = Literal["connects", "fails", "hangs"]


class Link(NamedTuple):
    """When a connection existed, and whether it carried media."""

    begins: datetime
    ends: datetime
    connected: bool


def busy(links: Iterable[Link]) -> list[tuple[datetime, datetime]]:
    """The periods in which at least one connection existed."""
    periods: list[tuple[datetime, datetime]] = []
    for link in sorted(links):
        if periods and link.begins <= periods[-1][1]:
            periods[-1] = (periods[-1][0], max(periods[-1][1], link.ends))
        else:
            periods.append((link.begins, link.ends))
    return periods


def connect(
    scene: Scene, stay: Stay, peer_id: str, begins: datetime, ends: datetime, fate: Fate
) -> Link:
    """One side's connection to a peer."""
    chance = scene.chance
    one = _Connection(scene, stay, peer_id, begins, ends)
    if chance.happens(d.ICE_CANDIDATE_ERRORS):
        for _ in range(chance.randint(1, 4)):
            data = as_json({"errorCode": chance.one_of(d.CANDIDATE_ERRORS)})
            one.issue(one.moment(chance.uniform(0.05, 0.5)), "icecandidateerror", data)
    slowdown = d.RELAYED_SLOWDOWN if stay.person.relayed else 1.0
    setup = chance.around(d.SETUP_MEDIAN * slowdown, d.SETUP_SIGMA, 40, 20_000) / 1000
    connected = fate == "connects" and one.moment(setup) < ends
    if connected:
        one.carry(one.moment(setup))
    elif fate == "fails":
        one.fail(one.moment(chance.uniform(6, 15)))
    one.end("closed" if connected else None)
    return Link(begins, ends, connected)


class _Connection:
    """Writes the row in PeerMetrics' order: an insert in state new, then an update per event."""

    def __init__(
        self, scene: Scene, stay: Stay, peer_id: str, begins: datetime, ends: datetime
    ) -> None:
        self.scene, self.stay, self.begins, self.ends = scene, stay, begins, ends
        self.id = scene.chance.uuid()
        self.negotiations: list[dict[str, object]] = []
        self.detected = {"detected_tcp": False, "detected_turn": False}
        self.wild: Negotiated | None = None
        row = {
            "id": self.id,
            "type": None,
            "state": "new",
            "connection_info": self._info(),
            "start_time": begins,
            "end_time": None,
            "duration": 0,
            "created_at": begins,
            "is_active": True,
            "conference_id": scene.conference_id,
            "participant_id": stay.person.id,
            "peer_id": peer_id,
            "session_id": stay.session_id,
        }
        scene.script.insert(begins, "app_connection", row)
        self._negotiate(begins, "initial")
        self._update(begins, connection_info=self._info())
        self._update(self.moment(0.05), state="connecting")

    def moment(self, seconds: float) -> datetime:
        """So many seconds after the beginning, but not after the end."""
        return min(later(self.begins, seconds), self.ends)

    def issue(self, at: datetime, code: str, data: str | None = None) -> None:
        stay = self.stay
        self.scene.issue(
            at, code, stay.session_id, stay.person.id, connection_id=self.id, data=data
        )

    def carry(self, at: datetime) -> None:
        """The connection is up at that time. Statistics arrive, and sometimes a problem occurs."""
        chance = self.scene.chance
        if chance.happens(d.FIRST_STAYS_STABLE):
            self._settle(at, "stable")
            self._negotiate(at, "renegotiation")
        self._settle(at, "connected")
        if chance.happens(d.WILD):
            self.wild = NEGOTIATIONS[chance.choice(list(NEGOTIATIONS))]
        self._update(at, state="connected", connection_info=self._info(at))
        self._report(later(at, self.scene.tempo.stats_after * chance.uniform(0.2, 1)), at)
        if chance.happens(d.RENEGOTIATES):
            self._renegotiate(at, interrupted=False)
        if self.scene.goes_wrong(d.DISCONNECTS, self.stay.trouble):
            self._renegotiate(at, interrupted=True)

    def fail(self, at: datetime) -> None:
        self.negotiations[-1]["status"] = "failed"
        self._update(at, state="failed", connection_info=self._info())
        self.issue(at, "connection_failed")
        if self.scene.chance.happens(0.7):
            self.issue(at, "ice_failed")

    def end(self, state: str | None) -> None:
        """Both sides learn of the end. A connection that never worked keeps its state."""
        changes: dict[str, Value] = {"state": state} if state else {}
        unfinished = [n for n in self.negotiations if n["end_time"] is None]
        for negotiation in unfinished:
            negotiation.update(end_time=_naive(self.ends), status="failed")
        if unfinished:
            changes["connection_info"] = self._info()
        duration = int((self.ends - self.begins).total_seconds())
        self._update(self.ends, end_time=self.ends, duration=duration, **changes)

    def _report(self, at: datetime, connected: datetime) -> None:
        """The first statistics: the kind of candidate, relayed or not, by TCP or not."""
        if at >= self.ends:
            return
        chance, relayed = self.scene.chance, self.stay.person.relayed
        over_tcp = chance.happens(d.TCP)
        self.detected = {"detected_tcp": over_tcp, "detected_turn": relayed}
        kind = "r" if relayed else chance.one_of(d.CONNECTION_TYPES)
        self._update(at, type=kind, connection_info=self._info(connected))
        for code, seen in (("turn_used", relayed), ("tcp_used", over_tcp)):
            if seen:
                self.issue(at, code)

    def _renegotiate(self, connected: datetime, *, interrupted: bool) -> None:
        chance = self.scene.chance
        left = (self.ends - connected).total_seconds()
        at = later(connected, left * chance.uniform(0.3, 0.9))
        settled = later(at, chance.uniform(0.2, 4))
        if interrupted:
            self._update(at, state="disconnected")
            self.issue(at, "connection_disconnected")
        if settled < self.ends:
            self._negotiate(at, "renegotiation")
            self._update(at, connection_info=self._info(connected))
            self._settle(settled, "stable")
            self._update(settled, state="connected", connection_info=self._info(connected))

    def _negotiate(self, at: datetime, kind: str) -> None:
        self.negotiations.append(
            {
                "start_time": _naive(at),
                "status": "connecting",
                "type": kind,
                "end_time": None,
                "duration": None,
            }
        )

    def _settle(self, at: datetime, status: str) -> None:
        last = self.negotiations[-1]
        began = datetime.fromisoformat(f"{last['start_time']}+00:00")
        last.update(status=status, end_time=_naive(at), duration=int((at - began).total_seconds()))

    def _info(self, connected: datetime | None = None) -> str | None:
        if self.wild and connected:
            return self.wild(self.begins, connected)
        return as_json({**self.detected, "negotiations": self.negotiations})

    def _update(self, at: datetime, **changes: Value) -> None:
        self.scene.script.update(at, "app_connection", self.id, **changes)


def _naive(at: datetime) -> str:
    """PeerMetrics' own form: UTC without an offset."""
    return str(at.replace(tzinfo=None))
