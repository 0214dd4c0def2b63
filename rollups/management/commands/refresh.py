from django.core.management.base import BaseCommand

from rollups import clock
from rollups.cache import warm
from rollups.pipeline import backfill
from rollups.pipeline.refresh import drain


class Command(BaseCommand):
    help = (
        "Bring facts, rollups and the warm cache up to date: drain the queue, build every day "
        "again if a table of PeerMetrics was emptied, then exit."
    )

    def handle(self, *args: object, **options: object) -> None:
        refreshed = drain()
        if refreshed.everything:
            backfill.run()
        warm.warm(warm.changed_apps(clock.now()))
        self.stdout.write(
            f"Refreshed {sum(refreshed.conferences.values())} conferences "
            f"of {len(refreshed.conferences)} apps. The queue is empty."
        )
