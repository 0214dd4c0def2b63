"""django-celery-beat's scheduler. This one survives a database outage and a wrong clock."""

import time
from typing import Any

from celery.utils.log import get_logger
from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from rollups.servers.database import bound_waits

SILENCE = 10  # seconds; beat's queries read a few rows

logger = get_logger(__name__)


class Scheduler(DatabaseScheduler):  # type: ignore[misc]  # the package has no types
    """Keeps its entries while the database does not answer. Corrects times that a clock ahead of
    the right time has stored."""

    _ticked_at = 0.0  # seconds of the wall clock

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Without a bound, a query to a database that vanished would wait for hours.
        bound_waits(SILENCE)
        super().__init__(*args, **kwargs)

    @property
    def schedule(self) -> dict[str, Any]:
        """The entries by name, read again every five minutes. In the parent class an error of the
        database ends beat here."""
        try:
            entries: dict[str, Any] = super().schedule
        except (DatabaseError, InterfaceError) as error:
            if self._schedule is None:
                raise
            logger.warning("the database does not answer; beat keeps its schedule: %s", error)
            self._read_anew()
            entries = self._schedule
        return entries

    def all_as_schedule(self) -> dict[str, Any]:
        """Read the entries. A last run in the future comes from a clock that was ahead. Such an
        entry would not run again until then, so its last run becomes now."""
        now = timezone.now()
        PeriodicTask.objects.filter(last_run_at__gt=now).update(last_run_at=now)
        entries: dict[str, Any] = super().all_as_schedule()
        return entries

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send the tasks that are due. Return the seconds until the next tick."""
        now = time.time()
        if now < self._ticked_at:
            logger.warning("the clock was set back by %.0f s", self._ticked_at - now)
            self._read_anew()
        self._ticked_at = now
        seconds: float = super().tick(*args, **kwargs)
        return seconds

    def _read_anew(self) -> None:
        """The next tick reads all entries again and plans from them."""
        self._initial_read = True
        self._heap_invalidated = True
