"""The rebuild: one statement brings facts and rollups from what they were to what the raw rows say.

It is one statement because READ COMMITTED takes a new snapshot for each. The raw rows read, the
facts written and the sums added to rollups must be of one moment. Else the facts are right and the
rollups drift. Its parts are common table expressions: see `parts`. `manage.py sql refresh` prints
it.

A conference that has not changed has a difference of nothing. So it does no harm to rebuild it
again.

PostgreSQL needs 20 to 40 ms to plan the statement, and 2 ms to run it for one conference. So for
few conferences it keeps the plan. For many, it plans anew: it must know how many there are.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rollups.definitions.declarations import Rollup
from rollups.definitions.sql import commas, part
from rollups.pipeline.parts import SCOPE, parts
from rollups.servers import prepared

_FEW = 20  # conferences
_TYPES = {"app_id": "uuid", "conference_ids": "uuid[]", "changed_at": "timestamptz"}


def rebuild(
    app_id: UUID, conference_ids: Collection[UUID], *, changed_at: datetime | None = None
) -> None:
    """Rebuild the facts and rollups of conferences of one app. The caller holds the app's lock.

    `changed_at`: since when they may be wrong; None: since now.
    """
    params: dict[str, Any] = {
        "app_id": app_id,
        "conference_ids": list(conference_ids),
        "changed_at": changed_at,
    }
    try:
        with transaction.atomic():
            _run(params)
    except IntegrityError:
        # Another app's refresh stored the same new segment at the same instant. ON CONFLICT waits
        # for the key that it names, but not for the other one. Now the segment is there.
        _run(params)


def _run(params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        if len(params["conference_ids"]) <= _FEW:
            prepared.execute(cursor, rebuild_statement(), _TYPES, params)
        else:
            cursor.execute(rebuild_statement(), params)


@cache
def rebuild_statement() -> str:
    """The statement, for the parameters `app_id`, `conference_ids` and `changed_at`."""
    return _statement(parts(), "SELECT 1")


def reading(select: str) -> str:
    """The SELECT, with the parts of the statement that it reads: it sees what a rebuild would see.

    The parameters are `app_id` and `conference_ids`.
    """
    everything = parts()
    needed: set[str] = set()
    reached = _names(select) & everything.keys()
    while reached:
        needed |= reached
        reached = {word for name in reached for word in _names(everything[name])}
        reached = (reached & everything.keys()) - needed
    return _statement({name: everything[name] for name in everything if name in needed}, select)


def _names(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql))


def change_statement(rollup: Rollup) -> str:
    """A SELECT of what a rebuild would add to the rollup."""
    return reading(f"SELECT * FROM {rollup.name}_change ORDER BY {commas(rollup.key)}")


def _statement(of: Mapping[str, str], end: str) -> str:
    # Each part is computed once, though several others read it.
    texts = [part("scope", SCOPE, "NOT MATERIALIZED")]
    texts += [part(name, sql, "MATERIALIZED") for name, sql in of.items()]
    return "WITH " + ",\n\n".join(texts) + f"\n\n{end}"
