"""What a person sees and does on the dashboard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from rollups.refresh import drain

PATIENCE = 20_000  # ms, on a slow machine: the refresh every 5 s, and the page's own 5 s
STATUSES = ("success", "warning", "error", "ongoing")


def settle() -> None:
    """What was written is in the rollups, and the cache has no answer of before."""
    drain()
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


@dataclass(frozen=True)
class Dashboard:
    page: Page
    app_id: UUID

    def open(self, query: str = "") -> "Dashboard":
        self.page.goto(f"/apps/{self.app_id}{query}")
        return self

    def ask(self, **params: Any) -> list[dict[str, Any]]:
        """The API's answer to the same person."""
        response = self.page.request.get(
            "/v1/conferences/summary", params={"appId": str(self.app_id), **params}
        )
        assert response.ok, response.text()
        data: list[dict[str, Any]] = response.json()["data"]
        return data

    @property
    def totals(self) -> Locator:
        """The tile of all conferences."""
        return self.tile("Conferences")

    def tile(self, title: str) -> Locator:
        tile = self.page.get_by_label("Totals").locator(".tile", has_text=title)
        return tile.locator(".count")

    @property
    def chart(self) -> Locator:
        """The drawing; its accessible name says the sums."""
        return self.page.locator(".chart")

    def expect_total(self, conferences: int) -> None:
        expect(self.totals).to_have_text(f"{conferences:,}")

    def expect_drawn(self, conferences: int) -> None:
        expect(self.chart).to_have_attribute(
            "aria-label", re.compile(rf"\b{conferences:,} conferences?:")
        )

    def table(self) -> list[list[str]]:
        """The table's rows, its header and its footer among them."""
        self.page.get_by_role("button", name="Table", exact=True).click()
        table = self.page.get_by_role("table")
        expect(table).to_be_visible()
        rows = table.get_by_role("row")
        return [row.locator("th, td").all_inner_texts() for row in rows.all()]

    def choose(self, dimension: str, *values: str) -> None:
        self.page.get_by_role("button", name=dimension).first.click()
        for value in values:
            self.page.get_by_role("option", name=value).click()
        self.page.keyboard.press("Escape")

    @property
    def query(self) -> str:
        return self.page.url.partition("?")[2]


def as_table_row(day: str, counts: Mapping[str, int]) -> list[str]:
    return [day, *(f"{counts[status]:,}" for status in STATUSES), f"{counts['total']:,}"]
