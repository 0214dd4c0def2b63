"""The registry of summaries. The statistics fill it as the app starts."""

from collections.abc import Iterator

from rollups.definitions.consistency import Problem, more_than_once
from rollups.reading.snapshot import Summary

_registered: list[Summary] = []


def register(summaries: tuple[Summary, ...]) -> None:
    """Make these the summaries, in this process."""
    _registered[:] = summaries


def registered() -> tuple[Summary, ...]:
    """All summaries, the dashboard included."""
    return tuple(_registered)


def problems() -> Iterator[Problem]:
    """Two summaries of one key would give each other's answers out of the cache."""
    for key in more_than_once(summary.key for summary in registered()):
        yield Problem(f"Two summaries have the key {key}.", "Give one of them another key.")
    for part in more_than_once(summary.part for summary in registered() if summary.part):
        yield Problem(
            f"Two summaries are the dashboard's part {part}.", "Give one of them another `part`."
        )
