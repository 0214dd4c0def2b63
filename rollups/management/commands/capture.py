from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from rollups.changes import days
from rollups.pipeline import capture


class Command(BaseCommand):
    help = "Turn the triggers on PeerMetrics' tables on or off, or tell whether they are on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["on", "off", "status"])

    def handle(self, *args: object, action: str, **options: object) -> None:
        if action == "on":
            capture.on()
        elif action == "off":
            capture.off()
        status = capture.status()
        self.stdout.write(
            f"Capture is {'on' if status.on else 'off'}: {len(status.present)} triggers are on, "
            f"{len(status.absent)} are not."
        )
        if pending := len(days.pending()):
            self.stdout.write(f"{pending} days of apps are to be built: run manage.py backfill.")
        if action == "status" and not status.on:
            raise CommandError(
                "Changes are not captured: run manage.py capture on. "
                f"Missing or disabled: {', '.join(status.absent)}."
            )
