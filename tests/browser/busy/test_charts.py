"""Every chart shows the API's numbers: in a table, and in bars of the right length."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.dashboard import (
    ALL_TABLES,
    CARDS,
    STATUSES,
    Card,
    Dashboard,
    as_table_row,
    until,
)
from tests.browser.scenes import CONFERENCES
from tests.browser.shapes import boxes, widths_of

Answer = Mapping[str, Any]
Rows = list[list[str]]

COUNTRIES = {"DE": "Germany", "US": "United States", "BR": "Brazil"}


def share(part: int, whole: int) -> str:
    percent = Decimal(100 * part) / whole
    return f"{percent.quantize(Decimal('0.1'), ROUND_HALF_UP):f}".removesuffix(".0") + "%"


def with_share(header: list[str], counts: Sequence[tuple[list[str], int]]) -> Rows:
    total = sum(count for _, count in counts)
    rows = [[*names, f"{count:,}", share(count, total)] for names, count in counts]
    return [[*header, "Share"], *rows]


def conferences_table(answer: Answer) -> Rows:
    by_day = {row["date"]: row for row in answer["conferences"]["data"]}
    today = datetime.now(UTC).date()
    days = [(today - timedelta(days=back)).isoformat() for back in range(30)]
    nothing = dict.fromkeys((*STATUSES, "total"), 0)
    sums = {key: sum(row[key] for row in by_day.values()) for key in nothing}
    return [
        ["Day", "Successful", "With warnings", "With errors", "Ongoing", "Total"],
        *(as_table_row(day_title(day), by_day.get(day, nothing)) for day in days),
        as_table_row("Total", sums),
    ]


def issues_table(answer: Answer) -> Rows:
    return [
        ["Issue", "Code", "Type", "Issues", "Conferences"],
        *(
            [
                row["title"],
                row["code"],
                row["type"] or "",
                f"{row['count']}",
                f"{row['conferences']}",
            ]
            for row in answer["issues"]["data"]
        ),
    ]


def gum_errors_table(answer: Answer) -> Rows:
    errors = answer["gum_errors"]["data"]
    counts = [([row["name"], row["message"]], row["count"]) for row in errors]
    return with_share(["Error", "Message", "Issues"], counts)


def participants_table(answer: Answer) -> Rows:
    counts = [
        ([f"{row['participants']} participant{'' if row['participants'] == 1 else 's'}"],
         row["conferences"])
        for row in answer["participants"]["data"]
    ]  # fmt: skip
    return with_share(["Participants", "Conferences"], counts)


def named_table(header: list[str], rows: Sequence[Mapping[str, Any]], name: str = "name") -> Rows:
    return with_share(header, [([row[name]], row["count"]) for row in rows])


def map_table(answer: Answer) -> Rows:
    sessions = answer["sessions"]
    total = sum(row["count"] for row in sessions["countries"])
    countries = [
        [country, "Country", country, str(row["count"]), share(row["count"], total)]
        for row in sessions["countries"]
        for country in [COUNTRIES.get(row["code"], row["code"])]
    ]
    cities = [
        [row["city"], "City", COUNTRIES[row["country_code"]], str(row["count"]),
         share(row["count"], total)]
        for row in sessions["cities"]
    ]  # fmt: skip
    return [["Place", "Kind", "Country", "Sessions", "Share"], *countries, *cities]


def expected_tables(answer: Answer) -> dict[str, Rows]:
    """The expected table of each card for an answer."""
    sessions = answer["sessions"]
    return {
        "conferences": conferences_table(answer),
        "issues": issues_table(answer),
        "media-errors": gum_errors_table(answer),
        "connections": named_table(["Connections", "Number"], answer["connections"]["data"]),
        "setup-times": named_table(
            ["Setup time", "Connections"], answer["setup_times"]["data"], "range"
        ),
        "durations": named_table(["Duration", "Conferences"], answer["durations"]["data"], "range"),
        "participants": participants_table(answer),
        "browser": named_table(["Browsers", "Sessions"], sessions["browsers"]),
        "os": named_table(["Operating systems", "Sessions"], sessions["os"]),
        "map": map_table(answer),
    }


def day_title(day: str) -> str:
    return f"{datetime.fromisoformat(day):%a, %-d %b %Y}"


def test_every_table_has_the_numbers_of_the_answer(dashboard: Dashboard) -> None:
    dashboard.open(f"?{ALL_TABLES}")
    answer = dashboard.answer(range="30d", timezone="UTC")
    assert sum(row["total"] for row in answer["conferences"]["data"]) == CONFERENCES

    shown = {name: dashboard.card(name).rows() for name in CARDS}

    assert shown == expected_tables(answer)


@pytest.fixture
def drawn(dashboard: Dashboard) -> tuple[Dashboard, Answer]:
    """The dashboard with all charts drawn, and the answer that they show."""
    dashboard.open().expect_drawn(CONFERENCES)
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()
    return dashboard, dashboard.answer(range="30d", timezone="UTC")


def test_every_bar_is_as_long_as_its_number(drawn: tuple[Dashboard, Answer]) -> None:
    dashboard, answer = drawn
    buckets = {
        "durations": [row["count"] for row in answer["durations"]["data"]],
        "setup-times": [row["count"] for row in answer["setup_times"]["data"]],
        "participants": [row["conferences"] for row in answer["participants"]["data"]],
    }
    for name, counts in buckets.items():
        heights = heights_of_bars(dashboard.card(name))
        assert heights == pytest.approx(to_the_longest(counts), abs=0.02), name

    rankings = {
        "issues": answer["issues"]["data"],
        "media-errors": answer["gum_errors"]["data"],
        "browser": answer["sessions"]["browsers"],
        "os": answer["sessions"]["os"],
    }
    for name, rows in rankings.items():
        card = dashboard.card(name)
        counts = [row["count"] for row in rows]
        lengths = widths_of(card.bars.locator(".fill:not(.among)"))
        assert lengths == pytest.approx(to_the_longest(counts), abs=0.02), name
        for bar, row in zip(card.bars.all(), rows, strict=True):
            expect(bar).to_contain_text(row.get("title") or row["name"])
            expect(bar).to_contain_text(f"{row['count']:,}")
    in_conferences = [row["conferences"] / row["count"] for row in rankings["issues"]]
    longest = [row["count"] for row in rankings["issues"]]
    among = widths_of(dashboard.card("issues").bars.locator(".fill.among"))
    expected = [of * n / max(longest) for of, n in zip(in_conferences, longest, strict=True)]
    assert among == pytest.approx(expected, abs=0.02)


def test_the_conferences_have_a_bar_of_each_status_and_a_gap_for_an_empty_day(
    drawn: tuple[Dashboard, Answer],
) -> None:
    dashboard, answer = drawn
    days = answer["conferences"]["data"]

    bars = {status: boxes(dashboard.chart, f"--status-{status}") for status in STATUSES}

    assert {status: len(found) for status, found in bars.items()} == {
        status: sum(1 for day in days if day[status]) for status in STATUSES
    }
    for status, found in bars.items():
        heights = [box["height"] for box in sorted(found, key=lambda box: box["x"])]
        counts = [day[status] for day in days if day[status]]
        per_conference = [height / count for height, count in zip(heights, counts, strict=True)]
        assert max(per_conference) - min(per_conference) < 2.5, (status, heights, counts)
    first = datetime.now(UTC) - timedelta(days=29)
    expect(dashboard.chart.get_by_text(f"{first:%-d %b}")).to_be_attached()


def test_ring_and_map_say_their_numbers(drawn: tuple[Dashboard, Answer]) -> None:
    dashboard, answer = drawn
    types = {row["name"]: row["count"] for row in answer["connections"]["data"]}
    ring = dashboard.card("connections").region.locator(".ring")
    expect(ring).to_contain_text(share(types["Relayed"], sum(types.values())))

    countries = {row["code"]: row["count"] for row in answer["sessions"]["countries"]}
    chart = dashboard.card("map")
    for said in (f"Germany {countries['DE']}", f"United States {countries['US']}"):
        expect(chart.chart).to_have_attribute("aria-label", re.compile(said))
    # The card states the number that the map cannot show.
    expect(chart.region).to_contain_text(f"{countries['Unknown']} (")
    expect(chart.region).to_contain_text("are not on the map")


def heights_of_bars(card: Card) -> list[float]:
    return to_the_longest([box["height"] for box in boxes(card.chart, "--series")])


def to_the_longest(lengths: Sequence[float]) -> list[float]:
    """Each length as a share of the longest. Without one, there is no bar."""
    return [length / max(lengths) for length in lengths if length]


def test_a_map_that_comes_after_the_page_was_left_is_drawn_when_it_is_back(
    dashboard: Dashboard,
) -> None:
    page, held = dashboard.page, list[Route]()
    page.route(re.compile(r"/countries-.*\.js"), lambda route: held.append(route))
    dashboard.open().expect_drawn(CONFERENCES)
    dashboard.card("map").region.scroll_into_view_if_needed()
    expect(dashboard.card("map").chart).to_be_attached()
    until(page, lambda: held)

    page.get_by_role("link", name="Conferences", exact=True).click()
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.go_back()

    dashboard.card("map").region.scroll_into_view_if_needed()
    expect(dashboard.card("map").chart.locator("svg path").first).to_be_attached()
