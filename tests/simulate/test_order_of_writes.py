"""A conference is written in PeerMetrics' order. Each inserted row has all columns of its table."""

from itertools import pairwise
from typing import Any

from simulate import store, traffic
from simulate.life import Life
from simulate.steps import Step
from tests.simulate.conftest import NOW

POINTS_TO = {
    "conference_id": "conference",
    "participant_id": "participant",
    "peer_id": "participant",
    "session_id": "app_session",
    "connection_id": "app_connection",
}


def _of(life: Life, table: str, row_id: object = None) -> list[Step]:
    return [
        step
        for step in life.steps
        if step.table == table and (row_id is None or step.values.get("id") == row_id)
    ]


def _inserted(life: Life, table: str) -> list[Step]:
    return [step for step in _of(life, table) if step.action == "insert"]


def test_a_life_begins_with_a_conference_that_is_not_ongoing(month: list[Life]) -> None:
    for life in month:
        first = life.steps[0]
        assert (first.at, first.action, first.table) == (life.start, "insert", "conference")
        assert first.values["ongoing"] is False
        assert first.values["created_at"] == life.start


def test_steps_are_in_order_of_time(month: list[Life]) -> None:
    for life in month:
        assert all(one.at <= other.at for one, other in pairwise(life.steps))


def test_every_insert_fills_every_column(month: list[Life]) -> None:
    for life in month:
        for step in life.steps:
            if step.action == "insert":
                assert tuple(step.values) == store.COLUMNS[step.table]


def test_rows_come_after_the_rows_that_they_point_to_and_updates_after_inserts(
    month: list[Life],
) -> None:
    for life in month:
        there: set[tuple[str, Any]] = set()
        for step in life.steps:
            if step.action == "update":
                assert (step.table, step.values["id"]) in there
            elif "id" in step.values:
                there.add((step.table, step.values["id"]))
            for column, table in POINTS_TO.items():
                # In conference and participant these columns hold names of their own.
                if column.removesuffix("_id") != step.table and step.values.get(column):
                    assert (table, step.values[column]) in there


def test_a_connection_goes_from_new_over_connecting_to_its_end(month: list[Life]) -> None:
    ways = set()
    for life in month:
        for inserted in _inserted(life, "app_connection"):
            steps = _of(life, "app_connection", inserted.values["id"])
            states = [step.values["state"] for step in steps if "state" in step.values]
            ways.add(tuple(states[:3]))
            if any("is_active" in step.values for step in steps[1:]):
                continue
            if any("end_time" in step.values for step in steps[1:]):
                assert steps[-1].values["end_time"] == steps[-1].at
    assert ways >= {
        ("new", "connecting", "connected"),
        ("new", "connecting", "failed"),
        ("new", "connecting"),
    }


def test_a_conference_is_ongoing_from_its_first_connection_to_the_end_of_its_last(
    month: list[Life],
) -> None:
    seen = 0
    for life in month:
        changes = [step for step in _of(life, "conference") if "call_start" in step.values][1:]
        begun = [step.at for step in _inserted(life, "app_connection")]
        if not begun:
            assert not changes
            continue
        first = changes[0]
        assert (first.at, first.values["ongoing"]) == (begun[0], True)
        assert first.values["call_start"] == first.values["start_time"] == begun[0]
        ends = [step.at for step in _of(life, "app_connection") if step.values.get("end_time")]
        if len(ends) == len(begun):
            last = changes[-1]
            assert (last.at, last.values["ongoing"]) == (max(ends), False)
            seen += 1
    assert seen > 5_000


def test_issues_are_found_late_too(month: list[Life]) -> None:
    late = [
        step.values["code"]
        for life in month
        for step in _inserted(life, "app_issue")
        if step.at > life.closed
    ]
    assert set(late) == {"low_emos", "very_low_emos"}


def test_steps_of_many_lives_are_played_in_order_of_time(month: list[Life]) -> None:
    lives = sorted(month[:300], key=lambda life: life.start)
    played = list(traffic.in_order(lives))
    assert all(one.at <= other.at for one, other in pairwise(played))
    assert len(played) == sum(len(life.steps) for life in lives)


def test_live_conferences_begin_at_the_rate_asked_for() -> None:
    lives = traffic.from_now_on(3, NOW, rate=60)
    starts = [next(lives).start for _ in range(2_000)]
    per_minute = 2_000 / ((starts[-1] - NOW).total_seconds() / 60)
    assert 55 < per_minute < 65
