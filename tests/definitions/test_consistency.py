"""The system checks find what does not fit in declarations, models and SQL files, and say it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rollups.definitions.declarations import Condition, Fact, Rollup, View
from rollups.statistics import DECLARED, FACTS, ROLLUPS
from rollups.statistics.conferences.definitions import CONFERENCE_FACT, CONFERENCE_STATUS_QUARTER
from rollups.statistics.issues.definitions import ISSUE_FACT
from rollups.statistics.sessions.definitions import SESSION, SESSION_FACT, SESSION_OS
from tests.definitions.conftest import Declare

Found = Callable[[], list[str]]

SAME = "Make the model and the declaration the same, then run manage.py makemigrations."


def with_rollup(**changes: Any) -> dict[str, tuple[Rollup, ...]]:
    """All rollups, with changes to session_os."""
    changed = replace(SESSION_OS, **changes)
    return {"rollups": tuple(changed if one == SESSION_OS else one for one in ROLLUPS)}


def with_fact(old: Fact, **changes: Any) -> dict[str, tuple[Fact, ...]]:
    return {"facts": tuple(replace(old, **changes) if one == old else one for one in FACTS)}


def test_what_is_declared_today_fits(found: Found) -> None:
    assert found() == []


# -- Models


def test_a_rollup_without_a_model_and_an_sql_file_is_found(declare: Declare, found: Found) -> None:
    new = replace(SESSION_OS, name="session_sdk", view=View("sessions_by_sdk", "Sessions."))

    declare(rollups=(*ROLLUPS, new))

    assert found() == [
        "There is no file session_sdk.sql. Write it, in the room that declares it.",
        (
            "No model has the table session_sdk. Add it to rollups/models.py, then run manage.py "
            "makemigrations."
        ),
    ]


def test_a_fact_that_reads_a_later_one_is_found(declare: Declare, found: Found) -> None:
    later = (CONFERENCE_FACT, *(fact for fact in FACTS if fact != CONFERENCE_FACT))
    declare(facts=later)

    assert found() == [
        (
            "conference_fact reads rows of session_fact, which is not declared before it. Put "
            "session_fact before it, in FACTS."
        )
    ]


def test_quarters_of_other_groups_are_found(declare: Declare, found: Found) -> None:
    declare(**with_rollup(quarters=CONFERENCE_STATUS_QUARTER))

    assert found() == [
        (
            "conference_status_quarter is declared as the quarters of session_os. It must have its "
            "fact, its measures, and the group quarter before its groups. Declare it so, or take "
            "`quarters` away."
        )
    ]


def test_a_rollup_that_is_declared_no_more_is_found(declare: Declare, found: Found) -> None:
    declare(rollups=tuple(one for one in ROLLUPS if one != SESSION_OS))

    assert found() == [
        (
            "session_os.sql belongs to nothing that is declared. Declare it in "
            "sessions/definitions.py, or delete the file."
        ),
        (
            "The model of table session_os belongs to nothing that is declared. Declare a fact or "
            "rollup of this name in its room's definitions.py, or delete the model."
        ),
    ]


def test_a_column_of_a_fact_that_model_and_sql_lack_is_found(
    declare: Declare, found: Found
) -> None:
    declare(**with_fact(CONFERENCE_FACT, values=(*CONFERENCE_FACT.values, "topic")))

    stored = (
        "app_id, conference_id, created_at, duration, is_active, participants, segments, status"
    )
    assert found() == [
        f"conference_fact is declared with the columns {stored}, topic; its model has {stored}. "
        + SAME,
        (
            f"conference_fact.sql gives the columns {stored}; declared are {stored}, topic. "
            "Make the last SELECT and the declaration the same."
        ),
    ]


def test_a_column_of_a_model_that_is_not_declared_is_found(declare: Declare, found: Found) -> None:
    declare(**with_rollup(measures=()))

    assert (
        "session_os is declared with the columns app_id, day, filter_id, os, version; its model "
        "has app_id, day, filter_id, os, sessions, version. " + SAME
    ) in found()


def test_another_order_of_the_key_is_found(declare: Declare, found: Found) -> None:
    declare(**with_rollup(groups=("version", "os")))

    assert found() == [
        (
            "The key of session_os is declared as app_id, filter_id, day, version, os; that of its "
            "model is app_id, filter_id, day, os, version. Make them the same, in this order, then "
            "run manage.py makemigrations."
        )
    ]


def test_a_key_with_a_column_that_may_be_null_is_found(declare: Declare, found: Found) -> None:
    key = (*ISSUE_FACT.key, "gum_name")
    values = tuple(name for name in ISSUE_FACT.values if name != "gum_name")

    declare(**with_fact(ISSUE_FACT, key=key, values=values))

    assert (
        "Columns of the key of issue_fact may be null: gum_name. A key has no nulls. Store a "
        "value that says that nothing is known."
    ) in found()


def test_a_dimension_that_the_segments_lack_is_found(declare: Declare, found: Found) -> None:
    declare(dimensions=("app_version", "browser", "os"))

    assert (
        "The dimensions are declared as app_version, browser, os; the model of table segment has "
        "app_version, browser, country, os. Make them the same, then run manage.py "
        "makemigrations."
    ) in found()


# -- SQL files


def test_an_sql_file_that_is_missing_is_found(rooms: Path, found: Found) -> None:
    (rooms / "sessions" / "session_os.sql").unlink()

    assert found() == ["There is no file session_os.sql. Write it, in the room that declares it."]


def test_a_bridge_whose_sql_file_is_missing_is_found(rooms: Path, found: Found) -> None:
    (rooms / "conferences" / "conference_bridge.sql").unlink()

    assert found() == [
        "There is no file conference_bridge.sql. Write it, in the room that declares it."
    ]


def test_an_sql_file_in_two_rooms_is_found(rooms: Path, found: Found) -> None:
    (rooms / "issues" / "session_os.sql").write_text("SELECT 1")

    assert "There are several files session_os.sql. Keep one, in the room that declares it." in (
        found()
    )


def test_a_column_of_the_sql_that_is_not_declared_is_found(rooms: Path, found: Found) -> None:
    file = rooms / "issues" / "issue_fact.sql"
    file.write_text(file.read_text().replace("    i.code,\n", "    i.code,\n    i.track_id,\n"))

    given = (
        "app_id, app_version, browser, code, conference_created_at, conference_id, "
        "conference_is_active, country, created_at, gum_message, gum_name, is_active, issue_id, os"
    )
    assert found() == [
        (
            f"issue_fact.sql gives the columns {given}, track_id; declared are {given}. "
            "Make the last SELECT and the declaration the same."
        )
    ]


def test_a_measure_that_the_sql_names_otherwise_is_found(rooms: Path, found: Found) -> None:
    file = rooms / "sessions" / "session_os.sql"
    file.write_text(file.read_text().replace("AS sessions", "AS seen"))

    assert found() == [
        (
            "session_os.sql gives the columns app_id, day, filter_id, os, seen, "
            "version; declared are "
            "app_id, day, filter_id, os, sessions, version. "
            "Make the last SELECT and the declaration the same."
        )
    ]


# -- What declarations name


def test_a_view_of_the_name_of_another_is_found(declare: Declare, found: Found) -> None:
    declare(**with_rollup(view=View("sessions_by_browser", "Sessions.")))

    assert found() == [
        "sessions_by_browser is declared more than once. Give one of them another name."
    ]


def test_a_rollup_that_counts_by_a_column_its_fact_lacks_is_found(
    declare: Declare, found: Found
) -> None:
    declare(**with_rollup(counted=("is_active", "is_whole"), at="ended_at"))

    assert found() == [
        (
            "session_os reads the columns ended_at, is_whole, which session_fact does not have. "
            "Add them to session_fact, or name columns that it has."
        )
    ]


def test_a_rollup_of_a_fact_that_is_not_declared_is_found(declare: Declare, found: Found) -> None:
    declare(facts=tuple(fact for fact in FACTS if fact != SESSION_FACT))

    assert (
        "session_os counts rows of session_fact, which is not declared. Add the fact to FACTS of "
        "its room."
    ) in found()


def test_a_list_sorted_by_a_column_its_fact_lacks_is_found(declare: Declare, found: Found) -> None:
    declare(listing=replace(DECLARED.listing, sorts=("created_at", "size")))

    assert found() == [
        (
            "Lists show or sort by size, which conference_fact does not have. "
            "Name columns of that fact."
        )
    ]


def test_a_condition_on_a_column_its_fact_lacks_is_found(declare: Declare, found: Found) -> None:
    declare(
        conditions={
            "size": Condition("c.size = %(value)s"),
            "town": Condition("r.city = %(value)s AND c.status = 'error'", SESSION),
        }
    )

    assert found() == [
        (
            "The condition size reads size, which conference_fact does not have as c.<column>. "
            "Name columns of conference_fact."
        ),
        (
            "The condition town reads status, which session_fact does not have as r.<column>. "
            "Name columns of session_fact."
        ),
    ]
