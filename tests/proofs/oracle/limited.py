"""What an answer holds of a long list: its first entries, and the sum of the others."""

import json
from typing import Any

Entries = list[dict[str, Any]]

# At most so many entries, and so many bytes of JSON (None: any number). A browser's versions are in
# its size.
BROWSERS = (20, 2800)
SYSTEMS = (15, 2200)
VERSIONS = (10, 420)
COUNTRIES = (120, 3000)
CITIES = (300, None)
ISSUE_CODES = (20, 1600)
GUM_NAMES = (20, 2000)
PARTICIPANTS = (40, 1500)
FILTER_VALUES = (300, 12000)


def limited(
    entries: Entries, limit: tuple[int, int | None], counted: str = "count"
) -> tuple[Entries, dict[str, int]]:
    """The entries that the answer holds, and its `others`. `entries` are all, in order."""
    most, size = limit
    kept: Entries = []
    while len(kept) < min(most, len(entries)) and _fits(entries[: len(kept) + 1], size):
        kept = entries[: len(kept) + 1]
    left = entries[len(kept) :]
    return kept, {"values": len(left), "count": sum(entry[counted] for entry in left)}


def _fits(entries: Entries, size: int | None) -> bool:
    """Whether the list has at most so many bytes, without one of its brackets."""
    # Of the messages that a getUserMedia error may show, the answer shows the greatest.
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"), default=max)
    return size is None or len(text.encode()) - 1 <= size
