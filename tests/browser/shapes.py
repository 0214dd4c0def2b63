"""Positions of the shapes that a chart has drawn."""

from playwright.sync_api import Locator


def boxes(chart: Locator, colour: str) -> list[dict[str, float]]:
    """The shapes of one design colour (`--series`), in pixels, from left to right."""
    found: list[dict[str, float]] = chart.evaluate(
        """(chart, colour) => {
            const probe = chart.appendChild(document.createElement('i'))
            probe.style.color = `var(${colour})`
            const fill = getComputedStyle(probe).color
            probe.remove()
            return [...chart.querySelectorAll('path')]
                .filter(path => path.getAttribute('fill') === fill)
                .map(path => path.getBoundingClientRect().toJSON())
        }""",
        colour,
    )
    return sorted(found, key=lambda box: box["x"])


def widths_of(fills: Locator) -> list[float]:
    """The lengths of horizontal bars, as shares of their tracks."""
    shares: list[float] = fills.evaluate_all(
        "fills => fills.map(fill => fill.offsetWidth / fill.parentElement.offsetWidth)"
    )
    return shares
