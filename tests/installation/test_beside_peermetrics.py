"""Beside a PeerMetrics installation: only triggers are added to its tables, the answers are right,
and one command removes everything of ours.
"""

import re

import pytest

from tests.peermetrics import Installation

pytestmark = pytest.mark.servers


def test_only_triggers_are_added_and_all_is_removed_by_one_command(
    installation: Installation,
) -> None:
    before, whole = installation.dump("--schema=public"), installation.dump()

    installation.manage("migrate", "-v0")
    installation.manage("backfill")
    installation.manage("capture", "off")
    assert installation.dump("--schema=public") == before
    installation.manage("capture", "on")
    installation.manage("backfill")
    added = [line for line in installation.dump("--schema=public") if line not in before]

    assert added
    assert all(re.match(r"CREATE TRIGGER rollups_|-- Name: \w+ rollups_", line) for line in added)
    installation.manage("uninstall", "--no-input")
    assert installation.dump("--schema=public") == before
    assert installation.dump() == whole


def test_the_rollup_equals_a_count_of_the_raw_rows(installation: Installation) -> None:
    installation.manage("migrate", "-v0")
    installation.manage("backfill")

    rolled_up = installation.execute(
        "SELECT app_id, day, status, conferences FROM rollups.conferences_by_status "
        "WHERE filtered_by = 'everything' ORDER BY 1, 2, 3"
    )
    counted = installation.execute("""
        SELECT app_id, (created_at AT TIME ZONE 'UTC')::date,
               CASE WHEN ongoing THEN 'ongoing'
                    WHEN 'e' = ANY(types) THEN 'error'
                    WHEN 'w' = ANY(types) THEN 'warning'
                    ELSE 'success' END,
               count(*)::int
        FROM (SELECT c.*, array(SELECT i.type FROM public.app_issue i
                                WHERE i.conference_id = c.id AND i.is_active) AS types
              FROM public.conference c WHERE c.is_active) c
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""")

    assert rolled_up == counted != []


def test_a_table_of_theirs_with_our_name_is_left_alone(installation: Installation) -> None:
    theirs = "SELECT * FROM public.django_migrations ORDER BY id"
    before = installation.execute(theirs)

    installation.manage("migrate", "-v0")

    assert installation.execute(theirs) == before != []
    assert installation.execute("SELECT count(*) > 10 FROM rollups.django_migrations") == [(True,)]


def test_an_earlier_version_with_data_is_brought_up_to_date(installation: Installation) -> None:
    installation.manage("migrate", "rollups", "0003", "-v0")
    # What that version had built: facts, and its only rollup.
    installation.execute("""
        INSERT INTO rollups.conference_fact
        SELECT app_id, id, created_at, is_active, 'success', duration, 0 FROM public.conference;
        INSERT INTO rollups.session_fact
            (app_id, conference_id, session_id, created_at, conference_created_at, is_active,
             segment_id)
        SELECT c.app_id, c.id, s.id, s.created_at, c.created_at, s.is_active, 1
        FROM public.app_session s JOIN public.conference c ON c.id = s.conference_id;
        INSERT INTO rollups.conference_status
        SELECT app_id, (created_at AT TIME ZONE 'UTC')::date, 0, 'success', count(*)
        FROM public.conference WHERE is_active GROUP BY 1, 2;""")

    installation.manage("migrate", "-v0")
    installation.manage("backfill")

    assert installation.manage("audit") == "0 differences found.\n"
