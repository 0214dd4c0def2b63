"""A small world for races: two apps, and conferences with a few rows each."""

from dataclasses import dataclass, field
from uuid import uuid4

from psycopg2.extras import Json

from tests.proofs.histories.history import Connect
from tests.proofs.races.statements import STATEMENTS

CREATED_AT = "2026-11-20T12:00:00Z"


def _key() -> str:
    return str(uuid4())


@dataclass(frozen=True)
class Scene:
    """Keys of one conference and of the rows around it.

    The conference has a session of Chrome and one of Firefox. The first has an error and the
    connection `relay`. The second has an issue without a conference as yet. `visitor` is a session
    in the conference `elsewhere`. `stranger` is a session in the conference `abroad` of the other
    app; its connection `link` and its issue `strange` are in this conference. `guest` is a
    participant with sessions but no membership. The `new` keys are free.
    """

    app: str
    other_app: str
    conference: str = field(default_factory=_key)
    elsewhere: str = field(default_factory=_key)
    chrome: str = field(default_factory=_key)
    firefox: str = field(default_factory=_key)
    visitor: str = field(default_factory=_key)
    abroad: str = field(default_factory=_key)
    stranger: str = field(default_factory=_key)
    relay: str = field(default_factory=_key)
    link: str = field(default_factory=_key)
    strange: str = field(default_factory=_key)
    member: str = field(default_factory=_key)
    guest: str = field(default_factory=_key)
    error: str = field(default_factory=_key)
    unattributed: str = field(default_factory=_key)
    new: str = field(default_factory=_key)
    new_conference: str = field(default_factory=_key)


class World:
    """Writes scenes. Each write is committed at once."""

    def __init__(self, connect: Connect) -> None:
        database = connect()
        database.autocommit = True
        self._cursor = database.cursor()
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
        """A new conference in the first app, with the rows around it."""
        scene = Scene(*self.apps)
        self._conference(scene.conference, scene.app)
        self._conference(scene.elsewhere, scene.app)
        self._conference(scene.abroad, scene.other_app)
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
        self._session(scene.stranger, scene.abroad, scene.guest, "Opera")
        self._connection(scene, scene.relay, scene.chrome)
        self._connection(scene, scene.link, scene.stranger)
        self._issue(scene.error, scene.conference, scene.chrome)
        self._issue(scene.strange, scene.conference, scene.stranger)
        self._issue(scene.unattributed, None, scene.firefox)
        return scene

    def _conference(self, key: str, app: str) -> None:
        self.write(
            """INSERT INTO public.conference
                   (id, conference_id, ongoing, duration, created_at, is_active, app_id)
               VALUES (%s, %s, false, 60, %s, true, %s)""",
            *(key, key, CREATED_AT, app),
        )

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

    def _connection(self, scene: Scene, key: str, session: str) -> None:
        self.write(
            """INSERT INTO public.app_connection
                   (id, type, state, duration, created_at, is_active, conference_id,
                    participant_id, peer_id, session_id)
               VALUES (%s, 'r', 'closed', 0, %s, true, %s, %s, %s, %s)""",
            *(key, CREATED_AT, scene.conference, scene.member, scene.guest, session),
        )

    def _issue(self, key: str, conference: str | None, session: str) -> None:
        self.write(
            """INSERT INTO public.app_issue
                   (id, type, code, created_at, is_active, conference_id, session_id)
               VALUES (%s, 'e', 'ice_failed', %s, true, %s, %s)""",
            *(key, CREATED_AT, conference, session),
        )
