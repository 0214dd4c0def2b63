"""What the statistics declare. They register it as the app starts; the engine reads it here."""

from rollups.definitions.declarations import Declared

_registered: list[Declared] = []


def register(what: Declared) -> None:
    """Set what is counted, in this process."""
    _registered[:] = [what]


def declared() -> Declared:
    """What is counted. Raise RuntimeError before the app has started."""
    if not _registered:
        raise RuntimeError("No statistics are registered yet: call django.setup() first.")
    return _registered[0]
