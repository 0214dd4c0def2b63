from django.core.management.base import BaseCommand

from rollups import clock
from rollups.cache import warm


class Command(BaseCommand):
    help = "Put into the cache what the dashboard asks for, for every active app."

    def handle(self, *args: object, **options: object) -> None:
        apps = warm.active_apps(clock.now())
        warmed = warm.warm(apps)
        self.stdout.write(
            f"Computed {warmed.computed} and renewed {warmed.renewed} answers for {len(apps)} apps."
        )
