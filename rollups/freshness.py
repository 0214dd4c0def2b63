"""How old an answer may be."""

from datetime import datetime

from django.db import connection

# The moment to which every committed change is in the facts and rollups. It is that of the oldest
# change still queued; and changes may be missing since capture was off or a backfill was called
# for. Infinite: before the first backfill, no moment can be named.
_AS_OF = """
SELECT CASE WHEN isfinite(moment) THEN moment END FROM (
    SELECT least(
        statement_timestamp(),
        (SELECT queued_at FROM rollups.change_queue ORDER BY id LIMIT 1),
        (SELECT stale_since FROM rollups.capture_state)
    ) AS moment
) m"""


def as_of() -> datetime | None:
    """The moment that answers read from now on are true of; None before the first backfill.

    Ask before reading the answer: what is read later can only be fresher.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AS_OF)
        moment: datetime | None = cursor.fetchone()[0]
        return moment
