"""How little is fetched and how soon it is there: measured in the browser."""

import re
from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, expect

from tests.browser.dashboard import Dashboard
from tests.browser.scenes import CONFERENCES
from web.views import INDEX

KILOBYTES = 1024
TRIES = 8
# The page names its script and whatever that one imports at once.
_NAMED = re.compile(r'(?:src|href)="(/static/[^"]+\.js)"')


def paths_asked(page: Page) -> list[str]:
    """The API's addresses that the page asks from now on, as it asks them."""
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
    """In bytes as the server sends them: compressed."""
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


# Keeps when each chart of the page had its drawing, by the title of its card.
_WATCH_DRAWINGS = """() => {
    window.drawn = {}
    new MutationObserver(() => {
        for (const path of document.querySelectorAll('.chart svg path:first-of-type')) {
            window.drawn[path.closest('section').querySelector('h2').textContent] ??=
                performance.now()
        }
    }).observe(document, { childList: true, subtree: true })
}"""

# From the answer's last byte to the last chart in sight, in milliseconds.
_DRAWN_AFTER = """() => {
    const answers = performance.getEntriesByType('resource')
    const { responseEnd } = answers.find(({ name }) => name.includes('/v1/dashboard?'))
    const seen = [...document.querySelectorAll('section:has(.chart)')].filter(
        (card) => card.getBoundingClientRect().top < innerHeight,
    )
    return Math.max(
        ...seen.map((card) => window.drawn[card.querySelector('h2').textContent] - responseEnd),
    )
}"""


def test_what_is_in_sight_is_drawn_within_200_ms_of_the_answer(dashboard: Dashboard) -> None:
    """The best of some loads is judged: this machine does other things too."""
    dashboard.page.add_init_script(f"({_WATCH_DRAWINGS})()")

    took = []
    for _ in range(TRIES):
        dashboard.open().expect_drawn(CONFERENCES)
        expect(dashboard.card("map").chart.locator("svg")).to_be_attached()
        took.append(dashboard.page.evaluate(_DRAWN_AFTER))

    assert min(took) < 200, took


# Does what leads to a view, and tells how many milliseconds later the page has it.
_REVISIT = """({ button, place, text }) => new Promise((resolve, reject) => {
    let began = performance.now()
    const watcher = new MutationObserver(() => {
        if (document.querySelector(place)?.textContent.trim() !== text) return
        watcher.disconnect()
        resolve(performance.now() - (button ? began : window.wentBack))
    })
    watcher.observe(document.body, { characterData: true, childList: true, subtree: true })
    setTimeout(() => reject(new Error('nothing changes')), 5000)
    button ? document.querySelector(button).click() : history.back()
})"""
# The page is told of a step back once the browser has made it.
_NOTE_STEPS = "addEventListener('popstate', () => (window.wentBack = performance.now()), true)"
_TOTAL = ".tile .count"


def test_a_range_that_is_still_fresh_comes_from_memory_within_10_ms(dashboard: Dashboard) -> None:
    """The best of some clicks is judged: this machine does other things too."""
    page = dashboard.open().page
    counts = {
        "Last 7 days": dashboard.count(range="7d", timezone="UTC"),
        "Last 30 days": CONFERENCES,
    }
    for name, count in [*counts.items()] * 2:
        page.get_by_role("radio", name=name).click()
        dashboard.expect_total(count)
    asked = paths_asked(page)

    took = [
        page.evaluate(
            _REVISIT, {"button": f"[aria-label='{name}']", "place": _TOTAL, "text": str(count)}
        )
        for name, count in [*counts.items()] * TRIES
    ]

    assert of_api(asked) == {}
    assert min(took) < 10, took


def test_the_way_back_to_the_charts_is_from_memory_within_10_ms(dashboard: Dashboard) -> None:
    page = dashboard.page
    page.add_init_script(_NOTE_STEPS)

    took = []
    for _ in range(TRIES):
        dashboard.open().expect_drawn(CONFERENCES)  # asked for just now
        page.get_by_role("link", name="Conferences", exact=True).click()
        expect(page.get_by_role("table")).to_be_visible()
        asked = paths_asked(page)
        took.append(page.evaluate(_REVISIT, {"place": _TOTAL, "text": str(CONFERENCES)}))
        assert of_api(asked) == {}

    assert min(took) < 10, took
