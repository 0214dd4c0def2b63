"""Versions: which writes of an app's data an answer holds.

The version of an app grows whenever facts or rollups of the app are written. Equal versions: equal
answers to equal queries. So the cache knows which answers are still right.

A write that says which days it has written (in UTC) gives these days the new version too. So rows
that were read before are still right if their days have no newer version. A write that does not
say so may have written every day: then `noted_version` stays behind `version`.

A version is a time in microseconds. So it also grows if the schema is removed and installed again,
and a cache outlives this.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from rollups.definitions.registry import declared
from rollups.definitions.sql import UNION

# A statement for the parameter `app_id`. It does not say which days were written.
_NEW = """
INSERT INTO rollups.app_state AS t (app_id, version)
VALUES (%(app_id)s::uuid, (extract(epoch FROM clock_timestamp()) * 1e6)::bigint)
ON CONFLICT (app_id) DO UPDATE SET version = greatest(t.version + 1, excluded.version)"""

# The same, for a statement that also has the part `app_day`. If the write before said nothing about
# days, every day may have been written by it.
_NEW_OF_DAYS = """
INSERT INTO rollups.app_state AS t (app_id, version, noted_version, all_days_version)
SELECT %(app_id)s::uuid, now, now, now
FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1e6)::bigint AS now) clock
ON CONFLICT (app_id) DO UPDATE SET
    version = greatest(t.version + 1, excluded.version),
    noted_version = greatest(t.version + 1, excluded.version),
    all_days_version = CASE WHEN t.noted_version = t.version THEN t.all_days_version
                            ELSE greatest(t.version + 1, excluded.version) END
RETURNING app_id, version"""

# SQL: the apps that anything was ever written of.
APPS = "SELECT app_id FROM rollups.app_state"

# SQL: the apps whose warm answers are of another version than their data, with that version.
UNWARMED = """(
    SELECT app_id, warmed_version FROM rollups.app_state
    WHERE version IS DISTINCT FROM warmed_version
)"""

_OF_APPS = """
SELECT a.app_id, coalesce(s.version, 0)
FROM unnest(%s::uuid[]) a (app_id) LEFT JOIN rollups.app_state s USING (app_id)"""

_WRITTEN = """
SELECT s.app_id, s.version,
    CASE WHEN s.noted_version = s.version THEN s.all_days_version END,
    array_agg(d.day), array_agg(d.version)
FROM rollups.app_state s
LEFT JOIN rollups.app_day d
    ON d.app_id = s.app_id AND d.version > s.all_days_version
   AND d.day >= coalesce(%(since)s::date, '-infinity')
WHERE s.app_id = ANY(%(app_ids)s::uuid[])
GROUP BY s.app_id"""

# Python knows no other days.
_DAY = "greatest(least(({at} AT TIME ZONE 'UTC')::date, '9999-12-31'), '0001-01-01')"

_WARMED = """
UPDATE rollups.app_state s SET warmed_version = w.version
FROM unnest(%(app_ids)s::uuid[], %(versions)s::bigint[]) w (app_id, version)
WHERE s.app_id = w.app_id AND w.version > coalesce(s.warmed_version, -1)"""


def parts(*ages: str) -> dict[str, str]:
    """The parts by which a rebuild gives the app, and the days that it wrote, a new version.

    They are for a statement that has the parameter `app_id`, and the parts `<age>_<fact>` of each
    age: together all rows of facts that are written, as they were and as they are now.
    """
    # Rows are read by the columns that `Rollup.reads` names. So they can differ on these days.
    times = {pair for rollup in declared().rollups for pair in rollup.reads.items()}
    days = UNION.join(
        f"SELECT {_DAY.format(at=at)} AS day FROM {age}_{fact}"
        for fact, at in sorted(times)
        for age in ages
    )
    return {
        "written_day": f"-- The days on which rows may differ.\n{days}",
        "app_state": f"-- The app's data has a new version.{_NEW_OF_DAYS}",
        "app_day": (
            "-- So have these days.\n"
            "INSERT INTO rollups.app_day (app_id, day, version)\n"
            "SELECT app_id, day, version FROM written_day CROSS JOIN app_state ORDER BY day\n"
            "ON CONFLICT (app_id, day) DO UPDATE SET version = excluded.version"
        ),
    }


@dataclass(frozen=True)
class Written:
    """What was written of an app, and when last: versions.

    `all_days`: every day may have been written at this version; None: at the present one.
    `days`: the days that were written later, each with its version.
    """

    version: int
    all_days: int | None
    days: Mapping[date, int]

    def since(self, version: int, first: date, last: date) -> bool:
        """Whether these days may have been written after that version. Both ends are included.

        The version may be one that the database has lost: it was restored from a backup.
        """
        if self.all_days is None or not self.all_days <= version <= self.version:
            return version != self.version
        return any(later > version and first <= day <= last for day, later in self.days.items())


NOTHING = Written(version=0, all_days=None, days={})  # was ever written


def versions_of(app_ids: Collection[UUID]) -> dict[UUID, int]:
    """The present version of each app; 0: nothing was ever written."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_APPS, [list(app_ids)])
        return dict(cursor.fetchall())


def written(app_ids: Collection[UUID], since: date | None) -> dict[UUID, Written]:
    """What was written of these apps. Days before `since` are left out; None: none is.

    An app that nothing was ever written of is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"app_ids": list(app_ids), "since": since})
        return {
            app_id: Written(
                version, all_days, {} if days == [None] else dict(zip(days, later, strict=True))
            )
            for app_id, version, all_days, days, later in cursor.fetchall()
        }


def warmed_version_of(app_id: UUID) -> int | None:
    """The version that the warm answers of this app are of, or older. None: it was never warmed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT warmed_version FROM rollups.app_state WHERE app_id = %s", [app_id])
        row = cursor.fetchone()
        return row[0] if row else None


def renew(app_id: UUID) -> None:
    """Give the app a new version, in the transaction that writes its data.

    Every day counts as written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"app_id": app_id})


def note_warmed(versions: Mapping[UUID, int]) -> None:
    """The warm answers of these apps are of these versions, or newer."""
    with connection.cursor() as cursor:
        cursor.execute(_WARMED, {"app_ids": [*versions], "versions": [*versions.values()]})
