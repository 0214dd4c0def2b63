from django.core.management.base import BaseCommand

from rollups.refresh import drain


class Command(BaseCommand):
    help = "Bring facts and rollups up to date: drain the queue until it is empty, then exit."

    def handle(self, *args: object, **options: object) -> None:
        refreshed = drain()
        self.stdout.write(
            f"Refreshed {sum(refreshed.conferences.values())} conferences "
            f"of {len(refreshed.conferences)} apps. The queue is empty."
        )
