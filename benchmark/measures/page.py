"""The page in a real Chromium: the first chart after its answer, and views that are in memory.

All times are taken in the page, by its own clock.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmark.measures import LeftOut
from benchmark.rows import Row
from benchmark.scene import Scene
from launch.ports import LOOPBACK

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_PATIENCE_MS = 60_000
_TOTAL = ".tile .count"
_CHART = ".chart svg path"

# Notes when the first chart is drawn: at the frame after its lines are there.
_WATCH = f"""
new MutationObserver((_, observer) => {{
    if (document.querySelector('{_CHART}')) {{
        observer.disconnect()
        requestAnimationFrame(() => {{ window.firstChart = performance.now() }})
    }}
}}).observe(document, {{ childList: true, subtree: true }})"""

_ANSWERED = """() => performance.getEntriesByType('resource')
    .find(({ name }) => name.includes('/v1/dashboard')).responseEnd"""

# Milliseconds from a click, or from the browser's Back, until the text is there.
_GO = """async ({ button, text, place }) => {
    const began = performance.now()
    if (button) document.querySelector(button).click()
    else history.back()
    while (document.querySelector(place)?.textContent.trim() !== text) {
        if (performance.now() - began > 60000) throw new Error('It is not shown.')
        await new Promise((next) => setTimeout(next))
    }
    return performance.now() - began
}"""


def measure(scene: Scene) -> Iterator[Row]:
    path = scene.programs.get("chromium")
    if path is None:
        raise LeftOut(
            "there is no Chromium on this machine. Install it (Debian, Ubuntu: apt-get install "
            "chromium)."
        )
    cookie = _cookie(scene)  # before Playwright: Django asks no database beside its event loop
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield from _first_charts(scene, browser, cookie)
        yield from _from_memory(scene, browser, cookie)
        browser.close()


def _first_charts(scene: Scene, browser: Browser, cookie: dict[str, str]) -> Iterator[Row]:
    after, whole = [], []
    for _ in range(scene.plan.repeats):
        with _page(scene, browser, cookie) as page:
            answered = page.evaluate(_ANSWERED)
            drawn = page.evaluate("window.firstChart")
            after.append(drawn - answered)
            whole.append(drawn)
    yield Row("first chart after the answer, empty browser cache", median(after), "ms")
    yield Row("first chart after the navigation, empty browser cache", median(whole), "ms")


def _from_memory(scene: Scene, browser: Browser, cookie: dict[str, str]) -> Iterator[Row]:
    with _page(scene, browser, cookie) as page:
        total = page.locator(_TOTAL).first
        month = _settled(page)
        page.get_by_role("radio", name="Last 7 days").click()
        _until(page, lambda: page.locator(_TOTAL).first.inner_text() != month)
        week = _settled(page)
        buttons = {"Last 30 days": month, "Last 7 days": week}
        ranges = [
            page.evaluate(_GO, {"button": f"[aria-label='{name}']", "place": _TOTAL, "text": text})
            for _ in range(scene.plan.repeats)
            for name, text in buttons.items()
        ]
        backs = []
        for _ in range(scene.plan.repeats):
            page.get_by_role("link", name="Conferences", exact=True).click()
            page.get_by_role("table").first.wait_for()
            backs.append(page.evaluate(_GO, {"place": _TOTAL, "text": week}))
            total.wait_for()
    yield Row("another range that is in memory", median(ranges), "ms")
    yield Row("back to the charts, from memory", median(backs), "ms")


def _until(page: Page, true: Callable[[], object]) -> None:
    """Let the page run until a condition is true."""
    end = time.monotonic() + _PATIENCE_MS / 1000
    while not true():
        if time.monotonic() > end:
            raise RuntimeError(f"The page does not show it within {_PATIENCE_MS // 1000} s.")
        page.wait_for_timeout(20)


def _settled(page: Page) -> str:
    """The number of conferences, when the page waits for nothing more."""
    page.wait_for_load_state("networkidle")
    return page.locator(_TOTAL).first.inner_text()


@contextmanager
def _page(scene: Scene, browser: Browser, cookie: dict[str, str]) -> Iterator[Page]:
    """The app's dashboard in a new browser. Its first chart is drawn."""
    context: BrowserContext = browser.new_context(
        base_url=f"http://{LOOPBACK}:{scene.port}", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(_PATIENCE_MS)
    given: Any = {**cookie, "url": f"http://{LOOPBACK}:{scene.port}"}
    context.add_cookies([given])
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.goto(f"/apps/{scene.app_id}?range=30d&zone=UTC")
    _until(page, lambda: page.evaluate("window.firstChart"))
    yield page
    context.close()


def _cookie(scene: Scene) -> dict[str, str]:
    name, _, value = scene.cookie["Cookie"].partition("=")
    return {"name": name, "value": value}
