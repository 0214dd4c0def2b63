"""django-celery-beat's scheduler, made to outlive a database that is away and a wrong clock."""

import time
from typing import Any

from celery.utils.log import get_logger
from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from rollups.servers.database import bound_waits

SILENCE = 10  # seconds; what beat asks of the database are a few rows

logger = get_logger(__name__)


class Scheduler(DatabaseScheduler):  # type: ignore[misc]  # the package has no types
    """Goes on with the entries that it has where the database does not give them, and forgets
    what was planned by a clock that was ahead."""

    _ticked_at = 0.0  # seconds of the wall clock

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A database that went away without a word would be waited for, for hours.
        bound_waits(SILENCE)
        super().__init__(*args, **kwargs)

    @property
    def schedule(self) -> dict[str, Any]:
        """The entries by name. Read anew every five minutes: of itself that would end beat
        whenever the database is away just then."""
        try:
            entries: dict[str, Any] = super().schedule
        except (DatabaseError, InterfaceError) as error:
            if self._schedule is None:
                raise
            logger.warning("beat goes on with the schedule that it has: %s", error)
            self._read_anew()
            entries = self._schedule
        return entries

    def all_as_schedule(self) -> dict[str, Any]:
        """Read the entries. One that ran at a moment that is yet to come ran by a clock that
        was ahead; it would not run again until then."""
        now = timezone.now()
        PeriodicTask.objects.filter(last_run_at__gt=now).update(last_run_at=now)
        entries: dict[str, Any] = super().all_as_schedule()
        return entries

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; the seconds until the next look."""
        now = time.time()
        if now < self._ticked_at:
            logger.warning("the clock was set back by %.0f s", self._ticked_at - now)
            self._read_anew()
        self._ticked_at = now
        seconds: float = super().tick(*args, **kwargs)
        return seconds

    def _read_anew(self) -> None:
        """Let the next look read all entries, and plan from them."""
        self._initial_read = True
        self._heap_invalidated = True
