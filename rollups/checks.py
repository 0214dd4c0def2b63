"""System checks: what is declared fits the models, the SQL files and each other.

`manage.py check` runs them. Web server, worker and beat run them when they start. A mismatch would
raise no error later: counts would be lost in silence.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.apps import AppConfig
from django.core import checks

from rollups.definitions import consistency, sources, words
from rollups.reading import summaries
from rollups.statistics import buckets, titles

_CHECKED = (consistency, sources, words, summaries, buckets, titles)


def register() -> None:
    """Register the checks, once the statistics are registered."""
    checks.register(_declarations)


def _declarations(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    found = chain.from_iterable(one.problems() for one in _CHECKED)
    return [checks.Error(text, hint=mend, id="rollups.E001") for text, mend in found]
