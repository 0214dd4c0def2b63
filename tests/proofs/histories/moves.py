"""Operations that give raw rows other parents or keys.

Table and column names come only from the lists here.
"""

from collections.abc import Sequence

from tests.proofs.histories import values
from tests.proofs.histories.updates import COLUMNS
from tests.proofs.histories.writer import Writer

CHILDREN = ("app_issue", "app_session", "app_connection")

# References to parents: table, column, and the parent's table.
PARENTS = (
    ("conference", "app_id", "app"),
    ("app_session", "conference_id", "conference"),
    ("app_session", "participant_id", "participant"),
    ("app_connection", "conference_id", "conference"),
    ("app_connection", "session_id", "app_session"),
    ("app_issue", "conference_id", "conference"),
    ("app_issue", "session_id", "app_session"),
)


def moved(writer: Writer) -> None:
    """Give one or several rows another parent."""
    table, column, parent = writer.rng.choice(PARENTS)
    writer.execute(
        f"UPDATE public.{table} SET {column} = %s WHERE id = ANY(%s::uuid[])",
        *(writer.pick(parent), writer.pick_some(table, writer.rng.choice((1, 5)))),
    )


def attributed(writer: Writer) -> None:
    """Issues without a conference get their session's conference, as PeerMetrics does it late."""
    writer.execute(
        """UPDATE public.app_issue SET conference_id = s.conference_id
           FROM public.app_session s
           WHERE s.id = app_issue.session_id AND app_issue.conference_id IS NULL"""
    )


def unattributed(writer: Writer) -> None:
    """Some issues lose their conference."""
    writer.execute(
        "UPDATE public.app_issue SET conference_id = NULL WHERE id = ANY(%s::uuid[])",
        writer.pick_some("app_issue", 3),
    )


def swapped(writer: Writer) -> None:
    """Two rows exchange a value in one statement. The column's set of values stays the same."""
    table, column = _any_swap(writer)
    first, second = writer.pick(table), writer.pick(table)
    writer.execute(
        f"""UPDATE public.{table} SET {column} = other.{column} FROM public.{table} other
            WHERE ({table}.id, other.id) IN ((%s, %s), (%s, %s))""",
        *(first, second, second, first),
    )


def renamed_conference(writer: Writer) -> None:
    """A conference gets another primary key. Its rows follow it."""
    _rename(writer, "conference", "conference_id", (*CHILDREN, "participant_conferences"))


def renamed_session(writer: Writer) -> None:
    """A session gets another primary key. Its issues and connections follow it."""
    _rename(writer, "app_session", "session_id", ("app_issue", "app_connection"))


def membership_passed_on(writer: Writer) -> None:
    """One participant's memberships become another's."""
    writer.execute(
        "UPDATE public.participant_conferences SET participant_id = %s WHERE participant_id = %s",
        *(writer.pick("participant"), writer.pick("participant")),
    )


def renamed_person(writer: Writer) -> None:
    """A participant gets another primary key. All its rows follow it."""
    followers = ("participant_conferences", "app_session", "app_connection")
    old, new = _rename(writer, "participant", "participant_id", followers)
    writer.execute("UPDATE public.app_connection SET peer_id = %s WHERE peer_id = %s", new, old)


def _rename(writer: Writer, table: str, column: str, followers: Sequence[str]) -> tuple[str, str]:
    """Returns the old key and the new one."""
    old, new = writer.pick(table), values.key(writer.rng)
    writer.execute(f"UPDATE public.{table} SET id = %s WHERE id = %s", new, old)
    for follower in followers:
        writer.execute(f"UPDATE public.{follower} SET {column} = %s WHERE {column} = %s", new, old)
    return old, new


def _any_swap(writer: Writer) -> tuple[str, str]:
    columns = [(table, column) for table in COLUMNS for column in COLUMNS[table]]
    return writer.rng.choice([*columns, *(parent[:2] for parent in PARENTS)])
