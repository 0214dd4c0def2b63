from django.core.management.base import BaseCommand

from rollups import warm


class Command(BaseCommand):
    help = "Put into the cache what the dashboard asks for, for every active app."

    def handle(self, *args: object, **options: object) -> None:
        apps = warm.active_apps()
        self.stdout.write(f"Warmed {warm.warm(apps)} answers for {len(apps)} apps.")
