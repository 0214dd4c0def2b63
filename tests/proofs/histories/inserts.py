"""Operations that add raw rows."""

from datetime import datetime

from tests.proofs.histories import children, documents, values
from tests.proofs.histories.writer import Writer

APPS = 3


def apps(writer: Writer) -> list[str]:
    """Create the apps of a history. Returns their keys."""
    organization = values.key(writer.rng)
    writer.execute(
        "INSERT INTO public.organization VALUES (%s, 'organization', %s, true)",
        organization,
        writer.now,
    )
    keys = [values.key(writer.rng) for _ in range(APPS)]
    for app in keys:
        writer.execute(
            """INSERT INTO public.app (id, name, api_key, "interval", recording, created_at,
                                       is_active, organization_id)
               VALUES (%s, 'app', %s, 5, false, %s, true, %s)""",
            app,
            app.replace("-", ""),
            writer.now,
            organization,
        )
    return keys


def conference(writer: Writer) -> str:
    """A conference without sessions. Returns its key."""
    key = values.key(writer.rng)
    _conference_with(writer, key, writer.pick("app"), values.instant(writer.rng, writer.now))
    return key


def whole_conference(writer: Writer) -> None:
    """A conference with up to three sessions, four issues and two connections."""
    key = conference(writer)
    sessions = [session_of(writer, key) for _ in range(writer.rng.randrange(4))]
    for session_key in writer.rng.choices(sessions, k=writer.rng.randrange(5)) if sessions else []:
        children.issue_of(writer, key, session_key)
    for session_key in sessions[: writer.rng.randrange(3)]:
        children.connection_of(writer, key, session_key)


def busy_hour(writer: Writer) -> None:
    """Several conferences of one app within an hour, so that hourly buckets hold several."""
    app, start = writer.pick("app"), values.instant(writer.rng, writer.now)
    for _ in range(writer.rng.randint(2, 6)):
        key = values.key(writer.rng)
        at = start + writer.rng.choice((0, 1, 29, 59)) * 60 * 10**6 * values.MICROSECOND
        _conference_with(writer, key, app, at)
        session_of(writer, key)


def session(writer: Writer) -> None:
    """One more session in a conference."""
    session_of(writer, writer.pick("conference"))


def early_session(writer: Writer) -> None:
    """A session of a conference that another writer may not have committed yet."""
    session_of(writer, writer.rng.choice(writer.story.conferences[-5:] or [values.key(writer.rng)]))


def memberships(writer: Writer) -> None:
    """Participants of some sessions become members of their conferences."""
    writer.execute(
        """INSERT INTO public.participant_conferences (participant_id, conference_id)
           SELECT participant_id, conference_id FROM public.app_session
           WHERE id = ANY(%s::uuid[]) ON CONFLICT DO NOTHING""",
        writer.pick_some("app_session", 3),
    )


def session_of(writer: Writer, conference_key: str) -> str:
    """A session with a new participant, mostly a member of the conference. Returns its key."""
    rng, key, person = writer.rng, values.key(writer.rng), values.key(writer.rng)
    writer.execute(
        """INSERT INTO public.participant
               (id, participant_id, is_sfu, created_at, is_active, app_id)
           VALUES (%s, %s, %s, %s, true, %s)""",
        *(person, person, rng.random() < 0.1, writer.now, writer.pick("app")),
    )
    if rng.random() < 0.8:
        writer.execute(
            "INSERT INTO public.participant_conferences (participant_id, conference_id)"
            " VALUES (%s, %s)",
            *(person, conference_key),
        )
    writer.execute(
        """INSERT INTO public.app_session (id, platform, geo_ip, app_version, duration, created_at,
                                           is_active, conference_id, participant_id)
           VALUES (%s, %s, %s, %s, 0, %s, %s, %s, %s)""",
        *(key, documents.platform(rng), documents.geo_ip(rng), rng.choice(values.VERSIONS)),
        *(values.instant(rng, writer.now), rng.random() < 0.85, conference_key, person),
    )
    return key


def copies_of_sessions(writer: Writer) -> None:
    """One INSERT ... SELECT: copies all sessions of some conferences into another one."""
    writer.execute(
        """INSERT INTO public.app_session (id, platform, geo_ip, app_version, duration, created_at,
                                           is_active, conference_id, participant_id)
           SELECT md5(id::text || %s)::uuid, platform, geo_ip, app_version, duration, created_at,
                  is_active, %s, participant_id
           FROM public.app_session WHERE conference_id = ANY(%s::uuid[])""",
        *(values.key(writer.rng), writer.pick("conference"), writer.pick_some("conference", 4)),
    )


def conference_again(writer: Writer) -> None:
    """An upsert of an existing conference: the INSERT's trigger sees no row."""
    writer.execute(
        """INSERT INTO public.conference SELECT * FROM public.conference WHERE id = %s
           ON CONFLICT (id) DO UPDATE SET ongoing = %s, created_at = %s""",
        *(writer.pick("conference"), writer.rng.random() < 0.3),
        values.instant(writer.rng, writer.now),
    )


def _conference_with(writer: Writer, key: str, app: str, at: datetime) -> None:
    writer.story.conferences.append(key)
    writer.execute(
        """INSERT INTO public.conference
               (id, conference_id, ongoing, duration, created_at, is_active, app_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        *(key, key, writer.rng.random() < 0.2, values.duration(writer.rng), at),
        *(writer.rng.random() < 0.9, app),
    )
