"""The picture of the rooms in the docs shows the folders, in the order of the layers."""

import re
import tomllib

from django.conf import settings

ROLLUPS = settings.BASE_DIR / "rollups"
NO_ROOMS = {"migrations"}  # frozen; Django alone reads them


def rooms() -> set[str]:
    return {
        path.stem
        for path in ROLLUPS.iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    } - NO_ROOMS


def layers() -> list[set[str]]:
    """The contract that import-linter holds."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one.get("containers") == ["rollups"])
    return [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]


def floors() -> list[set[str]]:
    """The lines of the picture that name rooms."""
    page = (settings.BASE_DIR / "docs" / "how-it-works.md").read_text()
    picture = page.partition("```text\n")[2].partition("```")[0]
    named = [set(re.findall(r"\w+", line[:37])) for line in picture.splitlines()]
    return [names for names in named if names]


def test_every_room_has_its_layer() -> None:
    assert set.union(*layers()) == rooms()


def test_the_picture_shows_the_layers() -> None:
    assert floors() == layers()
