"""What all parts of one conference share."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulate.chance import Chance
from simulate.distributions import ERRORS, WITHOUT_CONFERENCE, App, Tempo
from simulate.places import Region
from simulate.steps import Script


def later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Scene:
    chance: Chance
    app: App
    region: Region
    tempo: Tempo
    trouble: float  # multiplies the probability of problems
    conference_id: str
    script: Script

    def goes_wrong(self, probability: float, device_trouble: float) -> bool:
        return self.chance.happens(probability * self.trouble * device_trouble)

    def late(self, after: datetime) -> datetime:
        """When PeerMetrics writes results after the end: mostly soon, sometimes much later."""
        low, high = self.tempo.late_after
        return later(after, low + (high - low) * self.chance.random() ** 5)

    def issue(
        self,
        at: datetime,
        code: str,
        session_id: str,
        participant_id: str,
        *,
        connection_id: str | None = None,
        data: str | None = None,
    ) -> None:
        """Insert an issue of a session. `data` is JSON text."""
        nowhere = self.chance.happens(WITHOUT_CONFERENCE.get(code, 0))
        self.script.insert(
            at,
            "app_issue",
            {
                "id": self.chance.uuid(),
                "type": "e" if code in ERRORS else "w",
                "code": code,
                "data": data,
                "created_at": at,
                "is_active": True,
                "conference_id": None if nowhere else self.conference_id,
                "connection_id": connection_id,
                "participant_id": participant_id,
                "session_id": session_id,
                "track_id": None,
            },
        )
