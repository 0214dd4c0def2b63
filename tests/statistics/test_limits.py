"""A list holds its greatest entries, as many as its limit allows, and counts the others."""

from collections import Counter

import pytest

from rollups.reading.snapshot import Content
from rollups.statistics.common import Limit, top

COUNTS = Counter({"c": 5, "b": 9, "a": 5, "d": 0})
SIZE = len('{"name":"a","count":5},')


def named(name: str, count: int) -> Content:
    return {"name": name, "count": count}


@pytest.mark.parametrize(
    ("limit", "names", "others"),
    [
        (Limit(4, None), "bacd", {"values": 0, "count": 0}),
        (Limit(2, None), "ba", {"values": 2, "count": 5}),
        (Limit(1, 9 * SIZE), "b", {"values": 3, "count": 10}),
        (Limit(9, 4 * SIZE), "bacd", {"values": 0, "count": 0}),
        (Limit(9, 4 * SIZE - 1), "bac", {"values": 1, "count": 0}),
        (Limit(9, 2 * SIZE), "ba", {"values": 2, "count": 5}),
        (Limit(9, SIZE - 1), "", {"values": 4, "count": 19}),
    ],
)
def test_the_greatest_entries_are_kept_and_the_others_counted(
    limit: Limit, names: str, others: Content
) -> None:
    listed = top(COUNTS, limit, named)

    assert ["".join(entry["name"] for entry in listed.entries), listed.others] == [names, others]


def test_nothing_that_is_listed_comes_after_what_is_left_out() -> None:
    listed = top(Counter({"x" * 99: 5, "b": 9, "a": 1}), Limit(9, 99), named)

    assert listed == ([named("b", 9)], {"values": 2, "count": 6})


@pytest.mark.parametrize(("name", "size"), [("é", 2), ("\U0001f600", 4), ("\x01", 6), ('"', 2)])
def test_the_size_is_that_of_the_json_in_bytes(name: str, size: int) -> None:
    fits = len('{"name":"","count":1},') + size

    assert len(top(Counter([name]), Limit(9, fits), named).entries) == 1
    assert len(top(Counter([name]), Limit(9, fits - 1), named).entries) == 0
