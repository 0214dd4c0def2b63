from django.core.management.base import BaseCommand
from tqdm import tqdm

from rollups import clock
from rollups.cache import warm
from rollups.changes import days
from rollups.changes.days import Day
from rollups.pipeline import backfill
from rollups.pipeline.refresh import drain


class Command(BaseCommand):
    help = (
        "Build the facts and rollups of every day that is not filled yet, or was written while "
        "capture was off, newest first. Interrupt it at will: what is left is built the next time."
    )

    def handle(self, *args: object, **options: object) -> None:
        pending, conferences = len(days.pending()), 0
        with tqdm(total=pending, unit="day", desc="backfill", disable=None) as bar:

            def on_day(day: Day, count: int) -> None:
                nonlocal conferences
                conferences += count
                bar.set_postfix_str(f"{conferences} conferences, back to {day.day}", refresh=False)
                bar.update()

            try:
                backfill.run(on_day=on_day)
            except KeyboardInterrupt:
                left = len(days.pending())
                self.stderr.write(f"Stopped with {left} days left. Run it again to go on.")
                raise SystemExit(130) from None
        drain()  # what was written while capture was on is filled too
        warm.warm(warm.active_apps(clock.now()))
        self.stdout.write(f"Backfilled {pending} days of apps, {conferences} conferences.")
