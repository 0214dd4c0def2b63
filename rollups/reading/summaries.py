"""The summaries that there are. The statistics register them as the app starts."""

from rollups.reading.snapshot import Summary

_registered: list[Summary] = []


def register(summaries: tuple[Summary, ...]) -> None:
    """Make these the summaries, in this process."""
    _registered[:] = summaries


def registered() -> tuple[Summary, ...]:
    """All of them, the dashboard among them."""
    return tuple(_registered)
