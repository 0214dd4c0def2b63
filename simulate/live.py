"""Live traffic: each step runs at its time, in a short transaction of its own."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Event

from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.utils import timezone

from simulate import store
from simulate.steps import Step

LONGEST_PAUSE = 30.0  # seconds between attempts to reach a lost database
REPORT_EVERY = timedelta(minutes=1)


class Player:
    """Plays steps until they end, `stop` is set, or the time is `until`.

    If the database is lost, the player waits for it. Then it writes the late steps with their own
    times, like clients that were offline.
    """

    def __init__(
        self, stop: Event, say: Callable[[str], None], until: datetime | None = None
    ) -> None:
        self.stop, self.say, self.until = stop, say, until
        self.begun = self.statements = 0
        self.ongoing: set[str] = set()  # ids of conferences

    def play(self, steps: Iterable[Step]) -> None:
        report_at = timezone.now() + REPORT_EVERY
        for step in steps:
            if not (self._wait_for(step.at) and self._write(step)):
                return
            self._note(step)
            if timezone.now() >= report_at:
                self.say(self.summary())
                report_at += REPORT_EVERY

    def summary(self) -> str:
        return (
            f"{self.begun:,} conferences begun, {len(self.ongoing):,} of them ongoing, "
            f"{self.statements:,} statements."
        )

    def hang_up(self) -> None:
        """End the ongoing conferences. Otherwise they would look ongoing for ever."""
        if not self.ongoing:
            return
        try:
            with connection.cursor() as cursor:
                store.end(cursor, sorted(self.ongoing), timezone.now())
            self.ongoing.clear()
        except (OperationalError, InterfaceError) as error:
            self.say(f"{len(self.ongoing)} conferences stay ongoing: {store.reason(error)}")

    def _wait_for(self, at: datetime) -> bool:
        """Wait until `at`. Return false to stop."""
        if self.until is not None and at >= self.until:
            self.stop.wait((self.until - timezone.now()).total_seconds())
            return False
        return not self.stop.wait(max((at - timezone.now()).total_seconds(), 0))

    def _write(self, step: Step) -> bool:
        """Write the step, or leave it out if its parent is gone. Return false if told to stop."""
        pause = 1.0
        while True:
            try:
                with connection.cursor() as cursor:
                    store.carry_out(cursor, step)
            except IntegrityError as error:
                # The conference was deleted meanwhile. PeerMetrics' client gets an error and
                # goes on.
                self.say(f"Left out a row of {step.table}: {store.reason(error)}")
                return True
            except (OperationalError, InterfaceError) as error:
                connection.close()
                self.say(f"No database, next attempt in {pause:.0f} s: {store.reason(error)}")
                if self.stop.wait(pause):
                    return False
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if pause > 1.0:
                    self.say("The database is back.")
                return True

    def _note(self, step: Step) -> None:
        self.statements += 1
        if step.table != "conference":
            return
        if step.action == "insert":
            self.begun += 1
        elif "ongoing" in step.values:
            note = self.ongoing.add if step.values["ongoing"] else self.ongoing.discard
            note(str(step.values["id"]))
