"""A person's view of the dashboard, and actions on it."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from rollups.pipeline.refresh import drain
from tests.waiting import PATIENCE

PATIENCE_MS = PATIENCE * 1000
STATUSES = ("success", "warning", "error", "ongoing")
DASHBOARD = "**/v1/dashboard?*"
LIST = "**/v1/conferences?*"

# Names of cards in the URL -> titles.
CARDS = {
    "conferences": "Conferences",
    "issues": "Most common issues",
    "media-errors": "Errors getting access to media",
    "connections": "Relayed connections",
    "setup-times": "Connection setup time",
    "durations": "Conference duration",
    "participants": "Number of participants",
    "browser": "Browsers",
    "os": "Operating systems",
    "map": "Where sessions come from",
}
ALL_TABLES = "&".join(f"table={name}" for name in CARDS)


def until(page: Page, true: Callable[[], object]) -> None:
    """Let the page run until a condition is true. For conditions that Playwright cannot expect."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it does not come true"
        page.wait_for_timeout(50)


def settle() -> None:
    """The rollups have all writes, and the cache has no older answer."""
    drain()
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


@dataclass(frozen=True)
class Card:
    """One chart with its title, or the table in its place."""

    page: Page
    name: str

    @property
    def title(self) -> str:
        return CARDS[self.name]

    @property
    def region(self) -> Locator:
        return self.page.get_by_role("region", name=self.title, exact=True)

    @property
    def chart(self) -> Locator:
        """The drawing. Its accessible name states the sums."""
        return self.region.locator(".chart")

    @property
    def bars(self) -> Locator:
        """The lines of a ranking. They are buttons."""
        return self.region.locator("button.bar")

    @property
    def table(self) -> Locator:
        return self.region.get_by_role("table")

    def show_table(self) -> "Card":
        self.region.get_by_role("button", name=f"Table of {self.title}").click()
        expect(self.table).to_be_visible()
        return self

    def rows(self) -> list[list[str]]:
        """The table's rows, with header and footer."""
        expect(self.table).to_be_visible()
        return [
            row.locator("th, td").all_inner_texts() for row in self.table.get_by_role("row").all()
        ]

    def row(self, number: int) -> Locator:
        """A row below the header, counted from 0."""
        return self.table.get_by_role("row").nth(number + 1)


@dataclass(frozen=True)
class Details:
    """The dialog that lists the conferences of a bar."""

    page: Page

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def names(self) -> list[str]:
        """The names of conferences on the current page."""
        return self.dialog.locator("tbody").get_by_role("link").all_inner_texts()

    def expect_total(self, conferences: int) -> None:
        said = f"{conferences:,} conference{'' if conferences == 1 else 's'} now"
        expect(self.dialog.get_by_role("status").first).to_contain_text(said)

    def close(self) -> None:
        self.page.keyboard.press("Escape")
        expect(self.dialog).to_have_count(0)


@dataclass(frozen=True)
class Dashboard:
    page: Page
    app_id: UUID

    @property
    def path(self) -> str:
        return f"/apps/{self.app_id}"

    def open(self, query: str = "") -> "Dashboard":
        self.page.goto(f"{self.path}{query}")
        return self

    def open_list(self, query: str = "") -> "Dashboard":
        self.page.goto(f"{self.path}/conferences{query}")
        return self

    def answer(self, **params: Any) -> dict[str, Any]:
        """The API's whole dashboard for the same user."""
        return self._get("/v1/dashboard", **params)

    def ask(self, **params: Any) -> list[dict[str, Any]]:
        """The API's conferences by day or hour and status."""
        data: list[dict[str, Any]] = self._get("/v1/conferences/summary", **params)["data"]
        return data

    def count(self, **params: Any) -> int:
        """The API's number of conferences in the list."""
        count: int = self._get("/v1/conferences", limit=1, **params)["count"]
        return count

    def _get(self, address: str, **params: Any) -> dict[str, Any]:
        response = self.page.request.get(address, params={"appId": str(self.app_id), **params})
        assert response.ok, response.text()
        body: dict[str, Any] = response.json()
        return body

    def card(self, name: str) -> Card:
        return Card(self.page, name)

    @property
    def details(self) -> Details:
        return Details(self.page)

    @property
    def chart(self) -> Locator:
        return self.card("conferences").chart

    def tile(self, title: str) -> Locator:
        tiles = self.page.get_by_label("Key figures")
        return tiles.locator(".tile", has=self.page.get_by_text(title, exact=True))

    @property
    def totals(self) -> Locator:
        """The tile with the number of all conferences."""
        return self.tile("Conferences").locator(".count")

    def expect_total(self, conferences: int) -> None:
        expect(self.totals).to_have_text(f"{conferences:,}")

    def expect_drawn(self, conferences: int) -> None:
        expect(self.chart).to_have_attribute(
            "aria-label", re.compile(rf"\b{conferences:,} conferences?:")
        )

    def filter_button(self, dimension: str) -> Locator:
        filters = self.page.get_by_role("region", name="Range and filters")
        return filters.get_by_role("button", name=dimension)

    def choose(self, dimension: str, *values: str) -> None:
        self.filter_button(dimension).click()
        for value in values:
            self.page.get_by_role("option", name=value).click()
        self.page.keyboard.press("Escape")

    @property
    def query(self) -> str:
        return self.page.url.partition("?")[2]


def as_table_row(day: str, counts: Mapping[str, int]) -> list[str]:
    return [day, *(f"{counts[status]:,}" for status in STATUSES), f"{counts['total']:,}"]
