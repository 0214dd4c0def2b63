"""The CPU time and the memory of the processes that ./bench started."""

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

# The word of its command line that tells each. Of a program it is the name of its file.
_WORDS = {"web": "proj.wsgi", "worker": "worker", "beat": "beat", "postgres": "postgres"}


@dataclass(frozen=True)
class Family:
    """A process and all that descend from it."""

    name: str
    head: psutil.Process

    def members(self) -> list[psutil.Process]:
        return [self.head, *self.head.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Used so far, that of ended children included."""
        total = 0.0
        for process in self.members():
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue  # it ends at this moment: its parent has its time
            total += times.user + times.system + times.children_user + times.children_system
        return total

    def memory(self) -> int:
        """Bytes. What processes share is divided among them, where the system can tell (PSS)."""
        total = 0
        for process in self.members():
            try:
                found = process.memory_full_info()
            except psutil.Error:
                continue
            total += getattr(found, "pss", 0) or found.rss
        return total


def families() -> dict[str, Family]:
    """By name: those of `_WORDS` that run. A PostgreSQL that was given is not among them."""
    found: dict[str, Family] = {}
    for process in psutil.Process(os.getppid()).children():
        words = {Path(word).name for word in process.cmdline()}
        for name, word in _WORDS.items():
            if word in words:
                found[name] = Family(name, process)
    return found
