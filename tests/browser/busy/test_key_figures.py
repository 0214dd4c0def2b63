"""The figures at the top: the API's numbers, compared in words with the period before."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard import Dashboard

Figures = Mapping[str, Any]
Tile = tuple[str, str | None]  # value and change; None: nothing to compare with


def rounded(number: float) -> str:
    """At most one decimal. Halves are rounded away from zero."""
    return f"{Decimal(repr(number)).quantize(Decimal('0.1'), ROUND_HALF_UP):,}".removesuffix(".0")


def change(now: float | None, before: float | None, unit: str) -> str | None:
    if now is None or before is None or (unit == "%" and before == 0):
        return None
    moved = 100 * (now - before) if unit == "points" else 100 * (now - before) / before
    size = rounded(abs(moved))
    if size == "0":
        return "no change"
    words = f"{size}%" if unit == "%" else f"{size} point{'' if size == '1' else 's'}"
    return f"{'up' if moved > 0 else 'down'} {words}"


def ratio(of: Figures | None, part: str, whole: str) -> float | None:
    return of[part] / of[whole] if of and of[whole] else None


def middle(of: Figures | None, name: str) -> float | None:
    return (of[name]["min_ms"] + of[name]["max_ms"]) / 2 if of and of[name] else None


def expected_tiles(now: Figures, before: Figures | None) -> dict[str, Tile]:
    tiles: dict[str, Tile] = {}
    amount = before["conferences"] if before else None
    tiles["Conferences"] = (
        f"{now['conferences']:,}", change(now["conferences"], amount, "%")
    )  # fmt: skip
    for title, part, whole in [
        ("With errors", "with_errors", "conferences"),
        ("With warnings", "with_warnings", "conferences"),
        ("Relayed connections", "relayed", "connections"),
    ]:
        share = ratio(now, part, whole)
        assert share is not None
        moved = change(share, ratio(before, part, whole), "points")
        tiles[title] = (f"{rounded(100 * share)}%", moved)
    for title, name in [
        ("Median setup time", "setup_ms_median"),
        ("95% set up within", "setup_ms_p95"),
    ]:
        milliseconds = middle(now, name)
        assert milliseconds is not None
        size = Decimal(repr(milliseconds)).quantize(Decimal(1), ROUND_HALF_UP)
        moved = change(milliseconds, middle(before, name), "%")
        tiles[title] = (f"\u2248 {size:,} ms", moved)
    people = ratio(now, "participants", "conferences")
    assert people is not None
    moved = change(people, ratio(before, "participants", "conferences"), "%")
    tiles["Participants per conference"] = (rounded(people), moved)
    return tiles


@pytest.mark.parametrize("named", ["7d", "30d"])
def test_each_figure_and_its_change_are_the_apis(dashboard: Dashboard, named: str) -> None:
    dashboard.open(f"?range={named}")
    answer = dashboard.answer(range=named, timezone="UTC")["key_figures"]
    expected = expected_tiles(answer["current"], answer["previous"])
    dashboard.expect_total(answer["current"]["conferences"])

    shown = {}
    for title in expected:
        tile = dashboard.tile(title)
        moved = tile.locator(".change").inner_text().strip()
        shown[title] = (
            tile.locator(".count").inner_text(),
            None if moved == "no data before" else moved,
        )

    assert shown == expected


def test_the_bounds_of_a_percentile_are_said(dashboard: Dashboard) -> None:
    dashboard.open("?range=7d")
    median = dashboard.answer(range="7d", timezone="UTC")["key_figures"]["current"]
    least, end = median["setup_ms_median"]["min_ms"], median["setup_ms_median"]["max_ms"]

    tile = dashboard.tile("Median setup time")

    said = f"at least {least:,} ms, less than {end:,} ms"
    expect(tile).to_have_attribute("title", re.compile(f"^{said}"))
