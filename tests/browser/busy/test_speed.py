"""How little the page fetches, and what it shows without a request.

No time is measured: it depends on the machine. These tests count what costs time.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, Route, expect

from tests.browser.dashboard import DASHBOARD, Dashboard, until
from tests.browser.scenes import CONFERENCES
from web.views import INDEX

KILOBYTES = 1024
TURNS = 10  # of the page's event loop: enough for the framework, too few for a request
# The page names its script and the modules that this imports at once.
_NAMED = re.compile(r'(?:src|href)="(/static/[^"]+\.js)"')


def paths_asked(page: Page) -> list[str]:
    """The API addresses that the page requests from now on, in order."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    return asked


def of_api(paths: list[str]) -> Counter[str]:
    return Counter(path for path in paths if path.startswith("/v1/"))


def test_the_first_load_asks_once_for_all_charts(dashboard: Dashboard) -> None:
    asked = paths_asked(dashboard.page)

    dashboard.open().expect_drawn(CONFERENCES)
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()

    assert of_api(asked) == {"/v1/session": 1, "/v1/apps": 1, "/v1/filters": 1, "/v1/dashboard": 1}


def test_the_page_needs_less_than_300_kb_of_scripts_and_charts_come_after(
    dashboard: Dashboard,
) -> None:
    """In bytes as sent: compressed."""
    answers: list[Response] = []
    dashboard.page.on("response", lambda response: answers.append(response))

    dashboard.open().expect_drawn(CONFERENCES)
    dashboard.page.wait_for_load_state("networkidle")

    scripts = {
        urlsplit(answer.url).path: answer.request.sizes()["responseBodySize"]
        for answer in answers
        if answer.url.endswith(".js")
    }
    needed = set(_NAMED.findall(INDEX.read_text()))
    first = sum(size for path, size in scripts.items() if path in needed)
    assert needed <= scripts.keys()
    assert first < 300 * KILOBYTES, scripts
    assert sum(scripts.values()) - first > 100 * KILOBYTES, "the charts are loaded lazily"
    assert sum(scripts.values()) < 400 * KILOBYTES, scripts


_HAS_CHARTS_CODE = """performance.getEntriesByType('resource').some(
    ({ name, responseEnd }) => name.includes('/echarts-') && responseEnd > 0,
)"""

# The number of visible charts without a drawing.
_UNDRAWN = """() => [...document.querySelectorAll('section:has(.chart)')].filter(
    (card) =>
        card.getBoundingClientRect().top < innerHeight && !card.querySelector('.chart svg path'),
).length"""


def test_what_is_in_sight_is_drawn_from_the_answer_without_a_further_request(
    dashboard: Dashboard,
) -> None:
    """Visible charts wait only for the numbers. Their code came with the page."""
    page = dashboard.page
    held: list[Route] = []
    page.route(DASHBOARD, lambda route: held.append(route))
    dashboard.open()
    until(page, lambda: page.evaluate(_HAS_CHARTS_CODE))
    until(page, lambda: held)
    page.route("**/*", lambda route: None)  # from now on no request is answered

    held.pop().continue_()

    dashboard.expect_drawn(CONFERENCES)
    until(page, lambda: page.evaluate(_UNDRAWN) == 0)


# Goes to a view. Returns after how many turns of the event loop the page shows it, or null after
# too many. A page that only computes and paints needs few.
_REVISIT = """async ({ button, place, text }) => {
    if (button) {
        document.querySelector(button).click()
    } else {
        const back = new Promise((done) => addEventListener('popstate', done, { once: true }))
        history.back()
        await back
    }
    for (let turns = 0; turns < 1000; turns++) {
        if (document.querySelector(place)?.textContent.trim() === text) return turns
        await new Promise((next) => setTimeout(next))
    }
    return null
}"""
_TOTAL = ".tile .count"


def test_a_range_that_is_still_fresh_comes_from_memory(dashboard: Dashboard) -> None:
    page = dashboard.page
    stay_fresh(page)
    dashboard.open()
    ranges = {
        "Last 7 days": ("7d", dashboard.count(range="7d", timezone="UTC")),
        "Last 30 days": ("30d", CONFERENCES),
    }
    for name, (_, count) in [*ranges.items()] * 2:
        page.get_by_role("radio", name=name).click()
        dashboard.expect_total(count)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for name, (range_, count) in ranges.items():
        asked.clear()
        turns = page.evaluate(
            _REVISIT, {"button": f"[aria-label='{name}']", "place": _TOTAL, "text": str(count)}
        )
        assert turns is not None
        assert turns <= TURNS
        # The range before it is requested every few seconds while it is shown.
        assert [url for url in asked if f"range={range_}" in url] == []


def test_the_way_back_to_the_charts_is_from_memory(dashboard: Dashboard) -> None:
    page = dashboard.page
    stay_fresh(page)
    dashboard.open().expect_drawn(CONFERENCES)
    page.get_by_role("link", name="Conferences", exact=True).click()
    expect(page.get_by_role("table")).to_be_visible()
    asked = paths_asked(page)

    turns = page.evaluate(_REVISIT, {"place": _TOTAL, "text": str(CONFERENCES)})

    assert of_api(asked) == {}
    assert turns is not None
    assert turns <= TURNS


def stay_fresh(page: Page) -> None:
    """Stop the page's clock: its data does not grow old, however busy the machine is."""
    page.clock.set_fixed_time(datetime.now(UTC))
