"""What `migrate` does after its migrations: functions, views, triggers, and the rows that follow.

Migrations make tables, and hold their SQL as text. Functions, views and triggers are not in
migrations. They are made here from the files of the code, if their text differs from what the
database has. So an old migration never meets a definition that is younger than itself.

1. Functions, storage settings and views are replaced. Nobody but us may execute the functions.
2. Triggers are replaced, unless capture was turned off.
3. If a rollup is new, or its definition differs, it is rewritten from the stored facts. A refresh
   would not do that: it adds differences alone.
4. If a fact is new, or its definition differs, every day is noted for a backfill.
"""

from collections.abc import Callable, Iterator
from functools import cache

from django.db import connection, transaction

from rollups.changes import days
from rollups.definitions import installed
from rollups.definitions.contributions import rows_from_raw, segment_bridge
from rollups.definitions.declarations import Fact, Rollup
from rollups.definitions.installed import digest_of
from rollups.definitions.registry import declared
from rollups.definitions.sql import functions, room_of, sql_of
from rollups.definitions.views import view_of
from rollups.pipeline import audit, capture
from rollups.servers import role

_STORAGE = """
-- Room on each page for the next version of a row, so that counting up touches no index (HOT).
ALTER TABLE rollups.{rollup} SET (
    fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)"""

_QUEUE_STORAGE = """
-- The queue is emptied all the time: vacuum by the number of dead rows, whatever its size was.
ALTER TABLE rollups.change_queue SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)"""

# Functions that everybody may execute and should not, or should and may not. The functions of a
# view run with the rights of the role that queries it. All others are for us alone.
_WRONGLY_GRANTED = """
WITH f AS (
    SELECT oid, has_function_privilege('public', oid, 'EXECUTE') AS is_open,
        NOT prosecdef AND EXISTS (
            SELECT FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
            JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
            WHERE d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = p.oid
              AND d.classid = 'pg_catalog.pg_rewrite'::regclass
              AND v.relnamespace = 'rollups'::regnamespace
        ) AS is_of_view
    FROM pg_catalog.pg_proc p WHERE pronamespace = 'rollups'::regnamespace
)
SELECT oid::regprocedure::text, is_open FROM f WHERE is_open <> is_of_view"""


def outdated() -> list[str]:
    """Names of what differs between database and code. Triggers are left out if capture is off."""
    wanted = _digests_of_code()
    if capture.status().present:
        wanted = wanted | capture.digests()
    known = installed.digests()
    return [name for name, wanted_digest in wanted.items() if known.get(name) != wanted_digest]


@cache
def _digests_of_code() -> dict[str, str]:
    """The digests of everything but triggers. The files are read once."""
    code = {name: digest_of(text) for name, text in _code()}
    return code | {name_of(one): digest(one) for one in declared().tables}


def bring_up_to_date(say: Callable[[str], object] = lambda text: None) -> None:
    """Do what is to be done, if anything. If it is interrupted, the next `migrate` goes on.

    `say` gets a line before each step that may take long.
    """
    first = "functions definitions" not in installed.digests()
    _install_code()
    if first or capture.status().present:
        capture.update()
    _rewrite_changed_rollups(say)
    _note_days_of_changed_facts(say)


@transaction.atomic
def _install_code() -> None:
    known = installed.digests()
    changed = [one for one in _code() if known.get(one[0]) != digest_of(one[1])]
    with connection.cursor() as cursor:
        for name, text in changed:
            cursor.execute(text)
            installed.note(name, digest_of(text))
        cursor.execute(_WRONGLY_GRANTED)
        for function, is_open in cursor.fetchall():
            verb, to = ("REVOKE", "FROM") if is_open else ("GRANT", "TO")
            cursor.execute(f"{verb} EXECUTE ON FUNCTION {function} {to} PUBLIC")
    # Future functions too. (PostgreSQL cannot revoke a default for one schema alone.) If our role
    # is also PeerMetrics', it has functions elsewhere, which are none of our business.
    if role.is_ours_alone():
        role.change_default_privileges("REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")


def _code() -> Iterator[tuple[str, str]]:
    """Name and text of everything but triggers, in the order in which to make it."""
    for room, text in functions().items():
        yield f"functions {room}", text
    yield "storage change_queue", _QUEUE_STORAGE
    for rollup in declared().rollups:
        yield f"storage {rollup.name}", _STORAGE.format(rollup=rollup.name)
    for rollup in sorted(declared().rollups, key=lambda one: one.view.name):
        yield f"view {rollup.view.name}", view_of(rollup)


def _rewrite_changed_rollups(say: Callable[[str], object]) -> None:
    known = installed.digests()
    changed = [one for one in declared().rollups if known.get(name_of(one)) != digest(one)]
    apps = audit.apps() if changed else []
    for rollup in changed:
        for number, app_id in enumerate(apps, 1):
            say(f"  Writing rollup {rollup.name} anew, app {number} of {len(apps)}...")
            audit.rewrite(rollup, audit.Range(app_id))
        installed.note(name_of(rollup), digest(rollup))


@transaction.atomic
def _note_days_of_changed_facts(say: Callable[[str], object]) -> None:
    known = installed.digests()
    changed = [one for one in declared().facts if known.get(name_of(one)) != digest(one)]
    if changed:
        say("  Noting every day for a backfill...")
        days.note_all()
    for fact in changed:
        installed.note(name_of(fact), digest(fact))


def name_of(defined: Fact | Rollup) -> str:
    """The name under which its digest is noted."""
    return f"{type(defined).__name__.lower()} {defined.name}"


def digest(defined: Fact | Rollup) -> str:
    """The digest of all that its rows follow from: SQL, the functions that this calls, columns."""
    rooms = ("definitions", "segments", room_of(defined.name))
    texts = [text for room, text in functions().items() if room in rooms]
    if isinstance(defined, Fact):
        return digest_of(*texts, rows_from_raw(defined), *defined.columns)
    bridges = [segment_bridge(), *(sql_of(bridge.name) for bridge in declared().bridges)]
    columns = (*defined.key, *defined.measures, *defined.counted, defined.at)
    return digest_of(*texts, *bridges, sql_of(defined.name), *columns)
