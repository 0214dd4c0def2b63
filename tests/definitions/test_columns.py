"""The names of the columns that a SELECT gives."""

import pytest

from rollups.definitions.sql import columns_of


@pytest.mark.parametrize(
    ("select", "columns"),
    [
        ("SELECT a, t.b, c AS d FROM t", ["a", "b", "d"]),
        ("-- SELECT x, y\nSELECT a -- the first, b\n, c\nFROM t", ["a", "c"]),
        ("SELECT $segment_values, a FROM t", ["$segment_values", "a"]),
        ("SELECT coalesce(a, b)::int AS c, ARRAY[1, 2] AS d FROM t", ["c", "d"]),
        ("SELECT extract(epoch FROM a) AS b, (SELECT x FROM y) AS c FROM t", ["b", "c"]),
        ("SELECT CASE WHEN a = ', FROM (' THEN 'x, y' ELSE '' END AS b FROM t", ["b"]),
    ],
)
def test_the_columns_of_a_select_are_named(select: str, columns: list[str]) -> None:
    assert columns_of(select) == columns
