"""How much of a list is kept, worked out by hand."""

from typing import Any

import pytest

from tests.proofs.oracle.issues import OneOf
from tests.proofs.oracle.limited import limited

THREE: list[dict[str, Any]] = [{"a": 1, "count": 9}, {"a": 2, "count": 5}, {"a": 3, "count": 2}]
SIZE = len('{"a":1,"count":9},')


@pytest.mark.parametrize(
    ("limit", "kept", "others"),
    [
        ((3, None), 3, {"values": 0, "count": 0}),
        ((2, None), 2, {"values": 1, "count": 2}),
        ((9, 3 * SIZE), 3, {"values": 0, "count": 0}),
        ((9, 3 * SIZE - 1), 2, {"values": 1, "count": 2}),
        ((1, 3 * SIZE), 1, {"values": 2, "count": 7}),
        ((9, SIZE - 1), 0, {"values": 3, "count": 16}),
    ],
)
def test_the_first_entries_that_fit_are_kept_and_the_others_summed(
    limit: tuple[int, int | None], kept: int, others: dict[str, int]
) -> None:
    assert limited(THREE, limit) == (THREE[:kept], others)


def test_an_entry_that_is_too_large_ends_the_list() -> None:
    entries: list[dict[str, Any]] = [
        {"a": 1, "count": 9},
        {"a": "x" * 99, "count": 5},
        {"a": 3, "count": 2},
    ]
    assert limited(entries, (9, 100)) == (entries[:1], {"values": 2, "count": 7})


@pytest.mark.parametrize(("text", "bytes_"), [("a", 1), ("é", 2), ("\U0001f600", 4), ("\x01", 6)])
def test_bytes_of_json_are_counted_not_characters(text: str, bytes_: int) -> None:
    entries: list[dict[str, Any]] = [{"a": text, "count": 1}]
    size = len('{"a":"","count":1},') + bytes_
    assert [len(limited(entries, (9, most))[0]) for most in (size, size - 1)] == [1, 0]


def test_of_several_messages_the_greatest_is_measured() -> None:
    entries: list[dict[str, Any]] = [{"a": OneOf({"zz", "longer"}), "count": 1}]
    size = len('{"a":"zz","count":1},')
    assert [len(limited(entries, (9, most))[0]) for most in (size, size - 1)] == [1, 0]
