from django.core.management.base import BaseCommand
from tqdm import tqdm

from rollups import backfill, clock, warm
from rollups.refresh import drain


class Command(BaseCommand):
    help = (
        "Build the facts and rollups of every day that is not filled yet, or was written while "
        "capture was off, newest first. Interrupt it at will: what is left is built the next time."
    )

    def handle(self, *args: object, **options: object) -> None:
        days, conferences = len(backfill.pending()), 0
        with tqdm(total=days, unit="day", desc="backfill", disable=None) as bar:

            def on_day(day: backfill.Day, count: int) -> None:
                nonlocal conferences
                conferences += count
                bar.set_postfix_str(f"{conferences} conferences, back to {day.day}", refresh=False)
                bar.update()

            try:
                backfill.run(on_day=on_day)
            except KeyboardInterrupt:
                left = len(backfill.pending())
                self.stderr.write(f"Stopped with {left} days left. Run it again to go on.")
                raise SystemExit(130) from None
        drain()  # what was written while capture was on is filled too
        warm.warm(warm.active_apps(clock.now()))
        self.stdout.write(f"Backfilled {days} days of apps, {conferences} conferences.")
