from django.core.management.base import BaseCommand

from rollups import warm
from rollups.refresh import drain


class Command(BaseCommand):
    help = "Bring facts, rollups and the warm cache up to date: drain the queue, then exit."

    def handle(self, *args: object, **options: object) -> None:
        refreshed = drain()
        warm.warm(refreshed.conferences)
        self.stdout.write(
            f"Refreshed {sum(refreshed.conferences.values())} conferences "
            f"of {len(refreshed.conferences)} apps. The queue is empty."
        )
