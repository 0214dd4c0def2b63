"""Operations that add issues and connections: rows of a conference and a session."""

from tests.proofs.histories import documents, values
from tests.proofs.histories.writer import Writer

ISSUE_TYPES = ("e", "w", "w", "x")
CODES = (
    "ice_failed",
    "getusermedia_error",
    "getusermedia_error",
    "turn_used",
    "low_emos",
    "other",
    "Other",
    "z" * 32,
    "\u00e9t\u00e9",
)
CONNECTION_TYPES = ("r", "r", "h", "s", "p", "x", "", None)


def issue(writer: Writer) -> None:
    """An issue. Its conference may differ from its session's, or be unknown as yet."""
    attributed = writer.rng.random() < 0.75
    where = writer.pick("conference") if attributed else None
    issue_of(writer, where, writer.pick("app_session"))


def connection(writer: Writer) -> None:
    """A connection. Its session may be of another conference, even of another app."""
    connection_of(writer, writer.pick("conference"), writer.pick("app_session"))


def connections_of_one_session(writer: Writer) -> None:
    """Several connections, in several conferences, by one statement."""
    rng = writer.rng
    writer.execute(
        """INSERT INTO public.app_connection
               (id, type, state, connection_info, duration, created_at, is_active, conference_id,
                participant_id, peer_id, session_id)
           SELECT md5(c.id::text || %s)::uuid, %s, 'closed', %s, 0, %s, true, c.id,
                  s.participant_id, s.participant_id, s.id
           FROM public.conference c, public.app_session s
           WHERE c.id = ANY(%s::uuid[]) AND s.id = %s""",
        *(values.key(rng), rng.choice(CONNECTION_TYPES), documents.connection_info(rng)),
        *(values.instant(rng, writer.now), writer.pick_some("conference", 4)),
        writer.pick("app_session"),
    )


def issue_of(writer: Writer, conference_key: str | None, session_key: str) -> None:
    """One issue of this session in this conference."""
    rng = writer.rng
    writer.execute(
        """INSERT INTO public.app_issue
               (id, type, code, data, created_at, is_active, conference_id, session_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        *(values.key(rng), rng.choice(ISSUE_TYPES), rng.choice(CODES), documents.issue_data(rng)),
        *(values.instant(rng, writer.now), rng.random() < 0.85, conference_key, session_key),
    )


def connection_of(writer: Writer, conference_key: str, session_key: str) -> None:
    """One connection of this session in this conference, between any two people."""
    rng = writer.rng
    writer.execute(
        """INSERT INTO public.app_connection
               (id, type, state, connection_info, duration, created_at, is_active, conference_id,
                participant_id, peer_id, session_id)
           VALUES (%s, %s, 'closed', %s, 0, %s, %s, %s, %s, %s, %s)""",
        *(values.key(rng), rng.choice(CONNECTION_TYPES), documents.connection_info(rng)),
        *(values.instant(rng, writer.now), rng.random() < 0.85, conference_key),
        *(writer.pick("participant"), writer.pick("participant"), session_key),
    )
