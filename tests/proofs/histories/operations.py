"""Every operation of a history, with its weight."""

from collections.abc import Callable
from random import Random

from tests.proofs.histories import children, deletes, inserts, moves, updates
from tests.proofs.histories.writer import Writer

Operation = Callable[[Writer], object]

WEIGHTS: dict[Operation, int] = {
    inserts.whole_conference: 10,
    inserts.busy_hour: 3,
    inserts.conference: 2,
    inserts.session: 8,
    inserts.early_session: 5,
    inserts.memberships: 3,
    children.issue: 10,
    children.connection: 10,
    children.connections_of_one_session: 3,
    inserts.copies_of_sessions: 2,
    inserts.conference_again: 2,
    updates.one_row: 24,
    updates.some_rows: 6,
    updates.all_rows: 1,
    updates.shifted: 5,
    moves.moved: 12,
    moves.attributed: 2,
    moves.unattributed: 2,
    moves.swapped: 6,
    updates.there_and_back: 2,
    moves.renamed_conference: 2,
    moves.renamed_session: 2,
    moves.renamed_person: 1,
    moves.membership_passed_on: 2,
    updates.sessions_become_as_others: 4,
    updates.merged: 2,
    deletes.issues: 3,
    deletes.connections: 2,
    deletes.people: 2,
    deletes.memberships: 1,
    deletes.sessions: 4,
    deletes.conferences: 5,
    deletes.conference_born_again: 2,
    deletes.issues_moved_by_one_statement: 2,
    deletes.connections_moved_by_one_statement: 2,
}


def any_operation(rng: Random) -> Operation:
    """An operation, chosen by weight."""
    return rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
