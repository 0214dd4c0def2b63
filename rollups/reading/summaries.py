"""The registry of summaries. The statistics fill it as the app starts."""

from rollups.reading.snapshot import Summary

_registered: list[Summary] = []


def register(summaries: tuple[Summary, ...]) -> None:
    """Make these the summaries, in this process."""
    _registered[:] = summaries


def registered() -> tuple[Summary, ...]:
    """All summaries, the dashboard included."""
    return tuple(_registered)
