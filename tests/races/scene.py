"""A small world to race in: two apps, and conferences with a few rows each."""

from dataclasses import dataclass, field
from uuid import uuid4

from psycopg2.extras import Json

from tests.histories.history import Connect
from tests.races.statements import STATEMENTS

CREATED_AT = "2026-11-20T12:00:00Z"


def _key() -> str:
    return str(uuid4())


@dataclass(frozen=True)
class Scene:
    """Keys of one conference and of what is around it.

    The conference has a session of Chrome and one of Firefox, both of members, and an error on the
    first session; an issue on the second is not attributed yet. `visitor` is a session in
    the conference `elsewhere`, `guest` a participant with a session but no membership;
    the `new` keys are free.
    """

    app: str
    other_app: str
    conference: str = field(default_factory=_key)
    elsewhere: str = field(default_factory=_key)
    chrome: str = field(default_factory=_key)
    firefox: str = field(default_factory=_key)
    visitor: str = field(default_factory=_key)
    member: str = field(default_factory=_key)
    guest: str = field(default_factory=_key)
    error: str = field(default_factory=_key)
    unattributed: str = field(default_factory=_key)
    new: str = field(default_factory=_key)
    new_conference: str = field(default_factory=_key)


class World:
    """Writes scenes, each committed at once."""

    def __init__(self, connect: Connect) -> None:
        self._connection = connect()
        self._connection.autocommit = True
        self._cursor = self._connection.cursor()
        self.apps = (_key(), _key())
        organization = _key()
        self.write(
            "INSERT INTO public.organization VALUES (%s, 'organization', now(), true)", organization
        )
        for app in self.apps:
            self.write(
                """INSERT INTO public.app (id, name, api_key, "interval", recording, created_at,
                                           is_active, organization_id)
                   VALUES (%s, 'app', %s, 5, false, now(), true, %s)""",
                *(app, app.replace("-", ""), organization),
            )

    def write(self, statement: str, *values: object) -> None:
        """Run and commit one statement."""
        self._cursor.execute(statement, values)

    def change(self, scene: Scene, name: str) -> None:
        """Run and commit one of STATEMENTS."""
        self._cursor.execute(STATEMENTS[name], vars(scene))

    def scene(self) -> Scene:
        """A new conference with its surroundings, in the first app."""
        scene = Scene(*self.apps)
        for conference in (scene.conference, scene.elsewhere):
            self.write(
                """INSERT INTO public.conference
                       (id, conference_id, ongoing, duration, created_at, is_active, app_id)
                   VALUES (%s, %s, false, 60, %s, true, %s)""",
                *(conference, conference, CREATED_AT, scene.app),
            )
        for person in (scene.member, scene.guest):
            self._person(scene, person)
        self.write(
            "INSERT INTO public.participant_conferences (participant_id, conference_id)"
            " VALUES (%s, %s)",
            *(scene.member, scene.conference),
        )
        self._session(scene.chrome, scene.conference, scene.member, "Chrome")
        self._session(scene.firefox, scene.conference, scene.guest, "Firefox")
        self._session(scene.visitor, scene.elsewhere, scene.guest, "Safari")
        self._issue(scene.error, scene.conference, scene.chrome)
        self._issue(scene.unattributed, None, scene.firefox)
        return scene

    def _person(self, scene: Scene, key: str) -> None:
        self.write(
            """INSERT INTO public.participant
                   (id, participant_id, is_sfu, created_at, is_active, app_id)
               VALUES (%s, %s, false, %s, true, %s)""",
            *(key, key, CREATED_AT, scene.app),
        )

    def _session(self, key: str, conference: str, participant: str, browser: str) -> None:
        self.write(
            """INSERT INTO public.app_session
                   (id, platform, duration, created_at, is_active, conference_id, participant_id)
               VALUES (%s, %s, 0, %s, true, %s, %s)""",
            *(key, Json({"browser": {"name": browser}}), CREATED_AT, conference, participant),
        )

    def _issue(self, key: str, conference: str | None, session: str) -> None:
        self.write(
            """INSERT INTO public.app_issue
                   (id, type, code, created_at, is_active, conference_id, session_id)
               VALUES (%s, 'e', 'ice_failed', %s, true, %s, %s)""",
            *(key, CREATED_AT, conference, session),
        )
