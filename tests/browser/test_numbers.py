"""The page shows the API's numbers, all of them, and no others."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from playwright.sync_api import expect

from tests import raw
from tests.browser.dashboard import STATUSES, Dashboard, as_table_row, settle

HEADER = ["Day", "Successful", "With warnings", "With errors", "Ongoing", "Total"]


def a_week_of_conferences(app_id: UUID) -> None:
    """A different number of each status each day but yesterday, which has none."""
    now = datetime.now(UTC)
    person = raw.participant(app_id)
    for days in (0, 2, 3, 6):
        moment = now - timedelta(days=days)
        for issue_type, count in (("", 3 + days), ("w", 2), ("e", 1)):
            for _ in range(count):
                conference = raw.conference(app_id, moment)
                session = raw.session(conference, person, platform=raw.platform("Chrome"))
                if issue_type:
                    raw.issue(conference, session, type=issue_type)
        raw.conference(app_id, moment, ongoing=True)
    settle()


def day_title(day: str) -> str:
    return f"{datetime.fromisoformat(day):%a, %-d %b %Y}"


def test_tiles_chart_and_table_equal_the_answer(dashboard: Dashboard) -> None:
    a_week_of_conferences(dashboard.app_id)
    answer = dashboard.open("?range=7d").ask(range="7d", timezone="UTC")
    sums = {key: sum(row[key] for row in answer) for key in (*STATUSES, "total")}
    assert sums == {"success": 23, "warning": 8, "error": 4, "ongoing": 4, "total": 39}

    dashboard.expect_total(39)
    dashboard.expect_drawn(39)
    tiles = ("Successful", "With warnings", "With errors", "Ongoing")
    assert [dashboard.tile(title).inner_text() for title in tiles] == ["23", "8", "4", "4"]
    expect(dashboard.chart).to_have_attribute(
        "aria-label",
        "Bar chart. 39 conferences: successful 23, with warnings 8, with errors 4, ongoing 4.",
    )

    by_day = {row["date"]: row for row in answer}
    today = datetime.now(UTC).date()
    days = [(today - timedelta(days=back)).isoformat() for back in range(7)]
    nothing = dict.fromkeys((*STATUSES, "total"), 0)
    assert dashboard.table() == [
        HEADER,
        *(as_table_row(day_title(day), by_day.get(day, nothing)) for day in days),
        as_table_row("Total", sums),
    ]


def test_the_chart_has_a_bar_of_each_status_and_a_gap_for_an_empty_day(
    dashboard: Dashboard,
) -> None:
    a_week_of_conferences(dashboard.app_id)
    dashboard.open("?range=7d").expect_drawn(39)

    colours = dashboard.chart.locator("path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('fill'))"
    )
    tokens = dashboard.page.evaluate(
        """names => names.map(name => {
            const probe = document.body.appendChild(document.createElement('i'))
            probe.style.color = `var(--status-${name})`
            return getComputedStyle(probe).color
        })""",
        STATUSES,
    )
    # Four days have conferences, so each status has four bars; the other days are gaps.
    assert [colours.count(token) for token in tokens] == [4, 4, 4, 4]
    expect(dashboard.chart.get_by_text(f"{datetime.now(UTC):%-d %b}")).to_be_visible()


def test_the_last_24_hours_are_shown_by_the_hour(dashboard: Dashboard) -> None:
    now = datetime.now(UTC)
    for hours in (0, 5, 5, 23, 30):
        raw.conference(dashboard.app_id, now - timedelta(hours=hours))
    settle()

    dashboard.open("?range=24h").expect_total(4)
    table = dashboard.table()

    assert table[0][0] == "Hour"
    assert len(table) == 1 + 25 + 1  # the hour that is going on, and the 24 before it
    assert [row[-1] for row in table[1:-1] if row[-1] != "0"] == ["1", "2", "1"]


def test_days_chosen_by_hand_are_inclusive_even_where_years_meet(dashboard: Dashboard) -> None:
    for moment in (
        datetime(2025, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2025, 12, 31, tzinfo=UTC),
        datetime(2026, 1, 1, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 1, 2, tzinfo=UTC),
    ):
        raw.conference(dashboard.app_id, moment)
    settle()

    dashboard.open("?from=2025-12-31&to=2026-01-01").expect_total(2)

    assert [(row[0], row[-1]) for row in dashboard.table()[1:]] == [
        ("Thu, 1 Jan 2026", "1"),
        ("Wed, 31 Dec 2025", "1"),
        ("Total", "2"),
    ]
