"""axe finds nothing serious on any page, light or dark. Nothing overflows at any width."""

from typing import Any, Literal

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.dashboard import ALL_TABLES, Dashboard
from tests.browser.scenes import CONFERENCES

AXE = settings.BASE_DIR / "web" / "node_modules" / "axe-core" / "axe.min.js"


def serious(page: Page) -> list[str]:
    """axe's serious and critical findings: the rule, the place and the reason."""
    page.evaluate(AXE.read_text())  # the page's policy forbids a script element
    violations: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run({ resultTypes: ['violations'] })).violations"
    )
    return [
        f"{found['id']}: {node['html'][:200]} {' '.join(node['failureSummary'].split())}"
        for found in violations
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_on_any_page(
    dashboard: Dashboard, scheme: Literal["light", "dark"]
) -> None:
    page = dashboard.page
    page.emulate_media(color_scheme=scheme)
    found: dict[str, list[str]] = {}

    dashboard.open().expect_drawn(CONFERENCES)
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()
    found["charts"] = serious(page)
    dashboard.filter_button("Country").click()
    expect(page.get_by_role("option").first).to_be_visible()
    found["filter"] = serious(page)
    dashboard.open(f"?browser=Chrome&{ALL_TABLES}")
    expect(dashboard.card("map").table).to_be_visible()
    found["tables"] = serious(page)
    dashboard.open("?where=duration_gte:0&title=All")
    dashboard.details.expect_total(CONFERENCES)
    found["dialog"] = serious(page)
    dashboard.open_list("?q=standup&where=status:error")
    expect(page.locator("tbody th a").first).to_be_visible()
    found["list"] = serious(page)
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("region", name="Timeline")).to_be_visible()
    found["conference"] = serious(page)
    page.get_by_role("button", name="User menu").click()
    page.get_by_role("menuitem", name="Change password").click()
    expect(page.get_by_label("Current password")).to_be_visible()
    found["password"] = serious(page)
    page.context.clear_cookies()
    page.goto("/login")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    found["login"] = serious(page)

    told = [f"{name}: {finding}" for name, findings in found.items() for finding in findings]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_sticks_out_at_the_side_and_names_of_rows_have_room(
    dashboard: Dashboard, width: int
) -> None:
    page = dashboard.page
    page.set_viewport_size({"width": width, "height": 800})

    def overhang() -> int:
        over: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return over

    def narrowest() -> int:
        """Width in pixels of the narrowest cell that names a row."""
        least: int = page.evaluate(
            "Math.min(...[...document.querySelectorAll('th[scope=row]')].map(th => th.offsetWidth))"
        )
        return least

    wide: dict[str, int] = {}
    narrow: dict[str, int] = {}
    dashboard.open("?browser=Chrome&os=macOS&os=Windows&zone=America/Argentina/Buenos_Aires")
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()
    wide["charts"] = overhang()
    dashboard.open(f"?{ALL_TABLES}")
    expect(dashboard.card("map").table).to_be_visible()
    wide["tables"], narrow["tables"] = overhang(), narrowest()
    dashboard.open_list("?where=status:warning&where=duration_gte:0")
    link = page.locator("tbody th a").first
    expect(link).to_be_visible()
    wide["list"] = overhang()
    link.click()
    expect(page.get_by_role("region", name="Timeline")).to_be_visible()
    wide["conference"], narrow["conference"] = overhang(), narrowest()

    assert wide == dict.fromkeys(wide, 0)
    assert min(narrow.values()) >= 100, narrow


def test_on_paper_there_are_numbers_and_no_buttons(dashboard: Dashboard) -> None:
    page = dashboard.page
    page.emulate_media(color_scheme="dark")
    dashboard.open("?table=conferences")
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()

    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="User menu")).to_be_hidden()
    expect(page.get_by_role("radio", name="Last 7 days")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    cut = page.evaluate(
        """[...document.querySelectorAll('.scroll')]
            .filter(table => table.scrollHeight > table.clientHeight + 1).length"""
    )
    assert cut == 0  # the paper shows all rows of a table
    expect(dashboard.card("durations").chart).to_be_visible()
    assert len(page.pdf()) > 10_000
