"""Queries: equal requests give equal queries, and so share one cache entry."""

from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID

import pytest

from rollups.reading.query import Filters, SummaryQuery
from rollups.statistics.segments.definitions import DIMENSIONS

APP = UUID(int=1)
MONDAY, TUESDAY = datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 17, tzinfo=UTC)


def test_the_order_and_number_of_filter_values_make_no_difference() -> None:
    orders = permutations(["Chrome", "Firefox", "Chrome"])
    assert len({Filters.of({"browser": list(values)}) for values in orders}) == 1


def test_the_order_of_the_dimensions_makes_no_difference() -> None:
    given = [(name, ["x"]) for name in DIMENSIONS]
    assert len({Filters.of(dict(order)) for order in permutations(given)}) == 1


def test_a_dimension_without_values_is_not_filtered() -> None:
    assert Filters.of({"browser": [], "os": ["iOS"]}) == Filters.of({"os": ["iOS"]})
    assert Filters.of({}) == Filters()


@pytest.mark.parametrize("value", [" Chrome", "chrome", "CHROME"])
def test_values_are_taken_to_the_letter(value: str) -> None:
    assert Filters.of({"browser": [value]}) != Filters.of({"browser": ["Chrome"]})


def test_the_period_before_is_asked_for_with_the_same_filters_and_without_grouping() -> None:
    filters = Filters.of({"os": ["iOS"]})
    query = SummaryQuery(
        APP, TUESDAY, None, "Asia/Tokyo", "day", filters, previous=(MONDAY, TUESDAY)
    )
    assert query.before == SummaryQuery(APP, MONDAY, TUESDAY, "Asia/Tokyo", "", filters)


def test_without_a_period_to_compare_with_there_is_none_before() -> None:
    assert SummaryQuery(APP, MONDAY, TUESDAY).before is None


def test_ungrouped_queries_of_several_groupings_are_the_same() -> None:
    by = [SummaryQuery(APP, MONDAY, group_by=name).ungrouped for name in ("", "day", "hour")]
    assert len(set(by)) == 1
