"""Prepared statements: PostgreSQL plans a long statement once for each of our connections.

Planning one of our statements costs more than running it for a few rows. The plan that is kept
expects few rows, whatever the parameters. So use it only for few.

psycopg2 does not prepare statements. A pooler gives each transaction some connection of its own to
the server. So each use looks whether this connection has the statement.
"""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

from django.db.backends.utils import CursorWrapper

_PLACE = re.compile(r"%\((\w+)\)s|%%")
_IS_PREPARED = "SELECT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = %s)"
# The plan without the parameters' values, from the first use on. By default PostgreSQL plans a
# statement anew for five uses.
_KEEP_THE_PLAN = "SET LOCAL plan_cache_mode = force_generic_plan"


def execute(
    cursor: CursorWrapper, statement: str, types: Mapping[str, str], params: Mapping[str, Any]
) -> None:
    """Run the statement in the caller's transaction.

    `types`: the type in PostgreSQL of each parameter `%(name)s`, all of them.
    """
    name, prepare = _prepared(statement, tuple(types.items()))
    cursor.execute(_IS_PREPARED, [name])
    if not cursor.fetchone()[0]:
        cursor.execute(prepare)
    places = ", ".join(f"%({parameter})s" for parameter in types)
    cursor.execute(f"{_KEEP_THE_PLAN}; EXECUTE {name} ({places})", dict(params))


@cache
def _prepared(statement: str, types: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The name of the prepared statement, and what prepares it."""
    numbers = {parameter: f"${number}" for number, (parameter, _) in enumerate(types, 1)}
    text = _PLACE.sub(lambda place: numbers[place[1]] if place[1] else "%", statement)
    name = f"rollups_{blake2b(text.encode(), digest_size=16).hexdigest()}"
    return name, f"PREPARE {name} ({', '.join(kind for _, kind in types)}) AS {text}"
