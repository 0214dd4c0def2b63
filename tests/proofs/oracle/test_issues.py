"""Counts of issues, worked out by hand."""

from datetime import timedelta
from typing import Any

import pytest

from tests.proofs.oracle import ENDPOINTS, Query, RawTables
from tests.proofs.oracle.rows import NO_OTHERS, NOON, NOW, conference, issue, session

TWO_DAYS = timedelta(days=2)


def by_code(raw: RawTables, query: Query) -> list[tuple[str, int, int]]:
    data = ENDPOINTS["issues/summary"](raw, query, NOW)["data"]
    return [(row["code"], row["count"], row["conferences"]) for row in data]


def test_a_known_code_has_a_title_and_a_type_and_any_other_is_its_own_title() -> None:
    raw = RawTables([conference("one")], issues={"one": [issue(code="ice_failed"), issue(code="")]})
    assert ENDPOINTS["issues/summary"](raw, Query("app"), NOW) == {
        "data": [
            {"code": "", "title": "", "type": None, "count": 1, "conferences": 1},
            {
                "code": "ice_failed",
                "title": "Connection could not be established",
                "type": "error",
                "count": 1,
                "conferences": 1,
            },
        ],
        "others": NO_OTHERS,
    }


def test_issues_count_by_their_own_time_and_conferences_by_theirs() -> None:
    raw = RawTables(
        conferences=[
            conference("new"),
            conference("old", created_at=NOON - TWO_DAYS),
            conference("inactive", is_active=False),
            conference("of another app", app_id="noise"),
        ],
        issues={
            "new": [
                issue(code="b"),
                issue(code="b"),
                issue(code="late", created_at=NOON + TWO_DAYS),
                issue(code="off", is_active=False),
            ],
            "old": [issue(code="a"), issue(code="z", created_at=NOON - TWO_DAYS)],
            "inactive": [issue(code="a")],
            "of another app": [issue(code="a")],
            None: [issue(code="of nobody")],
        },
    )
    assert by_code(raw, Query("app", gte="2026-11-20", lte="2026-11-21")) == [
        ("a", 2, 0),
        ("b", 2, 1),
        ("late", 0, 1),
    ]


@pytest.mark.parametrize(
    ("browser", "expected"),
    [
        ("Chrome", [("x", 1, 1)]),
        ("Firefox", [("y", 1, 0)]),  # the conference's only Firefox session is inactive
        ("Safari", [("z", 1, 0)]),  # the session is in another conference
        ("Opera", []),
    ],
)
def test_an_issue_passes_by_its_session_and_a_conference_by_an_active_one_of_its_own_as_well(
    browser: str, expected: list[tuple[str, int, int]]
) -> None:
    raw = RawTables(
        conferences=[conference("one"), conference("elsewhere")],
        sessions={
            "one": [
                session("Chrome", id="chrome"),
                session("Firefox", id="firefox", is_active=False),
            ],
            "elsewhere": [session("Safari", id="safari")],
        },
        issues={
            "one": [
                issue(code="x", session_id="chrome"),
                issue(code="y", session_id="firefox"),
                issue(code="z", session_id="safari"),
            ]
        },
    )
    assert by_code(raw, Query("app", filters={"browser": (browser,)})) == expected


def gum(data: Any, **values: Any) -> dict[str, Any]:
    return issue(code="getusermedia_error", data=data, **values)


def test_errors_of_getusermedia_are_those_with_an_object_that_holds_something() -> None:
    not_objects: list[Any] = [None, {}, [], [{"name": "Quiet"}], "Quiet", 7, True]
    there = [
        gum({"name": "NotAllowedError", "message": "no"}),
        gum({"name": " NotAllowedError", "message": "never"}),
        gum({"name": "Quiet", "message": ""}),
        gum({"name": "Quiet"}),
        gum({"name": "Odd", "message": ["no"]}),
        gum({"message": "x" * 300}),
        gum({"name": ["NotAllowedError"]}),
        gum({"name": "\u3000"}),
        issue(code="other", data={"name": "NotAllowedError"}),
        *map(gum, not_objects),
    ]
    raw = RawTables([conference("one")], issues={"one": there})
    answer = ENDPOINTS["issues/gum-summary"](raw, Query("app"), NOW)
    allowed = {row["name"]: {*row.pop("message")} for row in answer["data"]}
    assert allowed == {
        "NotAllowedError": {"no", "never"},
        "Quiet": {""},
        "Odd": {""},
        "Unknown": {"x" * 256},
    }
    assert answer == {
        "data": [
            {"name": "Unknown", "count": 3},
            {"name": "NotAllowedError", "count": 2},
            {"name": "Quiet", "count": 2},
            {"name": "Odd", "count": 1},
        ],
        "total": 8,
        "others": NO_OTHERS,
    }


def test_any_of_the_messages_is_a_right_answer_and_no_other_is() -> None:
    there = [gum({"name": "a", "message": text}) for text in ("no", "never", "")]
    raw = RawTables([conference("one")], issues={"one": there})
    answer = ENDPOINTS["issues/gum-summary"](raw, Query("app"), NOW)
    for message, right in (("no", True), ("never", True), ("", False), ("none", False)):
        data = [{"name": "a", "message": message, "count": 3}]
        given = {"data": data, "total": 3, "others": NO_OTHERS}
        assert (answer == given, given == answer) == (right, right)
