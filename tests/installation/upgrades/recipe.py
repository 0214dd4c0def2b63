"""The recipe of CONTRIBUTING.md: its blocks, and the changes that they make to the project."""

import re
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"^## Adding a statistic\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"^`([^`\n]+)`\n\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANY_BLOCK = re.compile(r"^```\w", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """What the recipe writes into one file: its whole text, or places of it as a diff."""

    path: str
    language: str
    text: str

    def apply(self, project: Path) -> None:
        file = project / self.path
        if self.language != "diff":
            assert not file.exists(), f"{self.path} is there already: its block must be a diff"
            file.write_text(self.text)
            return
        text = file.read_text()
        for place in self.text.split("@@\n")[1:]:
            lines = [line or " " for line in place.splitlines()]
            old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
            new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
            assert text.count(old) == 1, f"{self.path} has this {text.count(old)} times:\n{old}"
            text = text.replace(old, new)
        file.write_text(text)


def blocks(page: Path) -> list[Block]:
    """All blocks of the page's recipe, in their order."""
    section = _SECTION.search(page.read_text())
    assert section, f"{page} has no section about adding a statistic"
    found = [Block(*block) for block in _BLOCK.findall(section[1])]
    assert len(found) == len(_ANY_BLOCK.findall(section[1])), "a block does not say its file"
    return found
