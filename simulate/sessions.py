"""A session's rows and issues, from its first request to its last."""

from datetime import datetime

from simulate import distributions as d
from simulate.connections import Link, busy
from simulate.people import Person
from simulate.scene import Scene, later
from simulate.stays import Stay
from simulate.steps import Value, as_json
from simulate.wild import APP_VERSIONS, GEO_IPS, GUM_DATA, PLATFORMS

_CONSTRAINTS = as_json([{"audio": True, "video": {"width": 1280, "height": 720}}])
_DEVICES = as_json(
    [
        {"kind": "audioinput", "label": "Built-in microphone", "deviceId": "default"},
        {"kind": "videoinput", "label": "Built-in camera", "deviceId": "default"},
    ]
)


def initialize(scene: Scene, at: datetime, one: Person) -> None:
    """The page's first request: stores the participant and its membership in the conference."""
    participant(scene, at, one.id, one.participant_id, one.name, is_sfu=False)


def participant(
    scene: Scene, at: datetime, row_id: str, participant_id: str, name: str | None, *, is_sfu: bool
) -> None:
    row = {
        "id": row_id,
        "participant_id": participant_id,
        "participant_name": name,
        "is_sfu": is_sfu,
        "created_at": at,
        "is_active": True,
        "app_id": scene.app.id,
    }
    scene.script.insert(at, "participant", row)
    member = {"participant_id": row_id, "conference_id": scene.conference_id}
    scene.script.insert(at, "participant_conferences", member)


def begin(scene: Scene, stay: Stay) -> None:
    scene.script.insert(
        stay.ready,
        "app_session",
        {
            "id": stay.session_id,
            "constraints": _CONSTRAINTS,
            "devices": _DEVICES,
            "platform": _or_wild(scene, stay.platform, PLATFORMS),
            "metadata": "{}",
            "geo_ip": _or_wild(scene, stay.person.geo_ip, GEO_IPS),
            "app_version": _or_wild(scene, stay.person.app_version(stay.ready), APP_VERSIONS),
            "webrtc_sdk": None,
            "session_info": "{}",
            "duration": 0,
            "end_time": None,
            "call_start": None,
            "created_at": stay.ready,
            "is_active": True,
            "conference_id": scene.conference_id,
            "participant_id": stay.person.id,
        },
    )
    if stay.again:
        scene.issue(stay.ready, "multiple_rejoins", stay.session_id, stay.person.id)


def end(scene: Scene, stay: Stay, links: list[Link]) -> None:
    """The session's calls and media, and the page's last request."""

    def update(at: datetime, **changes: Value) -> None:
        scene.script.update(at, "app_session", stay.session_id, **changes)

    for begins, ends in busy(links):
        update(begins, call_start=begins)
        update(ends, call_start=None)
    no_media = _ask_for_media(scene, stay)
    if no_media:
        scene.issue(stay.leaves, "no_media_access", stay.session_id, stay.person.id)
    if links and not any(link.connected for link in links):
        scene.issue(stay.leaves, "no_connection", stay.session_id, stay.person.id)
    duration = int((stay.leaves - stay.ready).total_seconds())
    update(stay.leaves, end_time=stay.leaves, duration=duration)


def report(scene: Scene, stay: Stay, closed: datetime) -> None:
    """Issues that PeerMetrics finds in the statistics after the end."""
    for code, probability, worst in (
        ("very_low_emos", d.VERY_LOW_EMOS, 1.2),
        ("low_emos", d.LOW_EMOS, 3.0),
    ):
        if scene.goes_wrong(probability, stay.trouble):
            data = as_json({"average": round(worst + scene.chance.random(), 2)})
            scene.issue(scene.late(closed), code, stay.session_id, stay.person.id, data=data)


def _ask_for_media(scene: Scene, stay: Stay) -> bool:
    """Return true if the participant got neither camera nor microphone."""
    if not scene.goes_wrong(d.GUM_ERROR, stay.trouble):
        return False
    name, message = scene.chance.one_of(d.GUM_ERRORS)
    error = as_json({"name": name, "message": message})
    stayed = (stay.leaves - stay.ready).total_seconds()
    at = later(stay.ready, min(scene.chance.uniform(0.1, 3), stayed / 2))
    data = _or_wild(scene, error, GUM_DATA, d.WILD_GUM)
    scene.issue(at, "getusermedia_error", stay.session_id, stay.person.id, data=data)
    return scene.chance.happens(d.NO_MEDIA)


def _or_wild(
    scene: Scene, usual: str, kinds: dict[str, str | None], share: float = d.WILD
) -> str | None:
    if scene.chance.happens(share):
        return kinds[scene.chance.choice(list(kinds))]
    return usual
