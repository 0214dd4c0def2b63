"""The engine names no statistic: what is counted stands apart from how it is counted.

The words are taken from the declarations: the names of facts, rollups, views, bridges, raw tables,
columns, dimensions, conditions and summaries, and the words that columns hold. The engine may not
contain such a name, nor one of its parts. The exceptions are in ALLOWED, each with its reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from rollups.definitions.registry import declared
from rollups.reading.summaries import registered

ROOMS = ("definitions", "changes", "pipeline", "reading", "cache", "servers", "installation")
SUFFIXES = (".py", ".sql", ".lua")

# Parts of names that the engine may contain, by the reason.
ALLOWED = {
    "the unit: conferences are queued, rebuilt and listed": "conference conferences",
    "columns that every fact or every rollup has": "active app at created id is key name",
    "the engine's own words": "bridge by code dashboard data fact filter quarter segment segments "
    "status summary time times type version",
    "words of Python, Django, PostgreSQL and Redis": "conf connection connections error errors "
    "info message min ms options setup warning",
    "conditions about the time of a conference: see reading/lists.py": "lt",
}
# Whole names of these parts that the engine may contain, for the same reasons.
ALLOWED_NAMES = {"app_id", "conference_id", "created_at", "is_active", "segment_id"}

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def test_the_engine_names_no_statistic() -> None:
    found = [
        f"{file.relative_to(settings.BASE_DIR)}:{number}: {name}"
        for file in _engine()
        for number, name in _statistics_in(file.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "FROM rollups.session_os",  # a rollup
        "new_issue_fact",  # a part of an identifier
        "class SessionBrowser:",  # a model
        "the browser of a session",  # a dimension, in a comment
        "conference_status",  # allowed parts, but a rollup's name
        "if setup_ms < 10:",  # a column
        "conferences_by_status",  # a view
        "WHERE s = 'relayed'",  # a word that a column holds
        "public.app_issue",  # a raw table
    ],
)
def test_a_name_of_a_statistic_would_be_found(text: str) -> None:
    assert list(_statistics_in(text))


@pytest.mark.parametrize("text", ["segment_id", "capture.status()", "conference_id", "is_active"])
def test_the_words_of_the_engine_are_not_found(text: str) -> None:
    assert not list(_statistics_in(text))


def test_every_word_that_is_allowed_is_needed() -> None:
    """So the exceptions do not outlive what they were made for."""
    used = {
        part
        for file in _engine()
        for name in _IDENTIFIER.findall(file.read_text())
        for part in _parts(name)
    }

    assert _allowed() - (used & _words()) == set()


def _engine() -> list[Path]:
    rollups = settings.BASE_DIR / "rollups"
    return [
        file
        for room in ROOMS
        for file in sorted((rollups / room).rglob("*"))
        if file.suffix in SUFFIXES
    ]


def _statistics_in(text: str) -> Iterator[tuple[int, str]]:
    """Line and identifier of each name of a statistic."""
    forbidden = _words() - _allowed()
    for number, line in enumerate(text.splitlines(), 1):
        for name in _IDENTIFIER.findall(line):
            parts = _parts(name)
            if forbidden & {*parts} or "_".join(parts) in _compound_names():
                yield number, name


def _names() -> set[str]:
    """Every name that the statistics declare."""
    what = declared()
    names = {*what.dimensions, *what.conditions, *(bridge.name for bridge in what.bridges)}
    for source in what.sources:
        names |= {source.table, *source.reads, source.aspect}
    for fact in what.facts:
        names |= {fact.name, *fact.columns, *(word for _, words in fact.words for word in words)}
    for rollup in what.rollups:
        names |= {rollup.name, rollup.view.name, *rollup.groups, *rollup.measures}
    for summary in registered():
        names |= {summary.key, summary.part}
    return names - {""}


def _words() -> set[str]:
    """The parts of these names."""
    return {part for name in _names() for part in _parts(name)}


def _compound_names() -> set[str]:
    """Names of several parts that the engine must not contain as a whole."""
    return {name for name in _names() if len(_parts(name)) > 1} - ALLOWED_NAMES


def _allowed() -> set[str]:
    return {word for words in ALLOWED.values() for word in words.split()}


def _parts(name: str) -> list[str]:
    """Of SessionBrowser, session_browser or sessions:browser: session, browser."""
    return [part for part in re.split(r"[_:\W]+", _HUMP.sub("_", name).lower()) if part]
