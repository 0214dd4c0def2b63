"""Operations that delete raw rows. Foreign keys are deferred, so parents may go first."""

from tests.proofs.histories import values
from tests.proofs.histories.writer import Writer


def issues(writer: Writer) -> None:
    """Delete some issues."""
    writer.execute(
        "DELETE FROM public.app_issue WHERE id = ANY(%s::uuid[])", writer.pick_some("app_issue", 4)
    )


def connections(writer: Writer) -> None:
    """Delete some connections."""
    writer.execute(
        "DELETE FROM public.app_connection WHERE id = ANY(%s::uuid[])",
        writer.pick_some("app_connection", 4),
    )


def memberships(writer: Writer) -> None:
    """Participants leave a conference."""
    writer.execute(
        "DELETE FROM public.participant_conferences WHERE conference_id = %s",
        writer.pick("conference"),
    )


def sessions(writer: Writer) -> None:
    """Delete some sessions, their issues and their connections, in any order."""
    keys = writer.pick_some("app_session", 3)
    statements = [
        "DELETE FROM public.app_issue WHERE session_id = ANY(%s::uuid[])",
        "DELETE FROM public.app_connection WHERE session_id = ANY(%s::uuid[])",
        "DELETE FROM public.app_session WHERE id = ANY(%s::uuid[])",
    ]
    for statement in _in_some_order(writer, statements):
        writer.execute(statement, keys)


def conferences(writer: Writer) -> None:
    """Delete some conferences and all their rows, in any order."""
    _delete_conferences(writer, writer.pick_some("conference", 3))


def people(writer: Writer) -> None:
    """Delete a participant and all its rows, in any order."""
    key = writer.pick("participant")
    of_sessions = "session_id IN (SELECT id FROM public.app_session WHERE participant_id = %s)"
    for table in ("app_issue", "app_connection"):
        writer.execute(f"DELETE FROM public.{table} WHERE {of_sessions}", key)
    statements = [
        "DELETE FROM public.app_connection WHERE %s IN (participant_id, peer_id)",
        "DELETE FROM public.app_session WHERE participant_id = %s",
        "DELETE FROM public.participant_conferences WHERE participant_id = %s",
        "DELETE FROM public.participant WHERE id = %s",
    ]
    for statement in _in_some_order(writer, statements):
        writer.execute(statement, key)


def conference_born_again(writer: Writer) -> None:
    """Delete a conference and insert another with its key, in the same transaction."""
    key = writer.pick("conference")
    _delete_conferences(writer, [key])
    writer.execute(
        """INSERT INTO public.conference
               (id, conference_id, ongoing, duration, created_at, is_active, app_id)
           VALUES (%s, %s, false, 7, %s, true, %s)""",
        *(key, key, values.instant(writer.rng, writer.now), writer.pick("app")),
    )


def issues_moved_by_one_statement(writer: Writer) -> None:
    """One statement deletes issues and inserts them into another conference, with the same keys."""
    writer.execute(
        """WITH gone AS (DELETE FROM public.app_issue WHERE id = ANY(%s::uuid[]) RETURNING *)
           INSERT INTO public.app_issue
               (id, type, code, data, created_at, is_active, conference_id, session_id)
           SELECT id, type, code, data, created_at, is_active, %s, session_id FROM gone""",
        *(writer.pick_some("app_issue", 3), writer.pick("conference")),
    )


def connections_moved_by_one_statement(writer: Writer) -> None:
    """The same for connections."""
    columns = "type, state, connection_info, duration, created_at, is_active"
    writer.execute(
        f"""WITH gone AS
                (DELETE FROM public.app_connection WHERE id = ANY(%s::uuid[]) RETURNING *)
            INSERT INTO public.app_connection
                (id, {columns}, conference_id, session_id, participant_id, peer_id)
            SELECT id, {columns}, %s, session_id, participant_id, peer_id FROM gone""",
        *(writer.pick_some("app_connection", 3), writer.pick("conference")),
    )


def _delete_conferences(writer: Writer, keys: list[str]) -> None:
    of_sessions = (
        "session_id IN (SELECT id FROM public.app_session WHERE conference_id = ANY(%s::uuid[]))"
    )
    # Rows of these sessions can have other conferences' keys. They are found by their sessions, so
    # they go before the sessions, whatever the order of the others.
    for table in ("app_issue", "app_connection"):
        writer.execute(f"DELETE FROM public.{table} WHERE {of_sessions}", keys)
    statements = [
        "DELETE FROM public.app_issue WHERE conference_id = ANY(%s::uuid[])",
        "DELETE FROM public.app_connection WHERE conference_id = ANY(%s::uuid[])",
        "DELETE FROM public.app_session WHERE conference_id = ANY(%s::uuid[])",
        "DELETE FROM public.participant_conferences WHERE conference_id = ANY(%s::uuid[])",
        "DELETE FROM public.conference WHERE id = ANY(%s::uuid[])",
    ]
    for statement in _in_some_order(writer, statements):
        writer.execute(statement, keys)


def _in_some_order(writer: Writer, statements: list[str]) -> list[str]:
    return writer.rng.sample(statements, len(statements))
