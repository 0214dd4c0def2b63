from celery import current_app
from celery.signals import beat_init
from django.apps import AppConfig


def prune(**kwargs: object) -> None:
    """Delete our stored entries that the schedule no longer has."""
    from django_celery_beat.models import PeriodicTask

    from celerybeat.schedule import PREFIX, SCHEDULE

    PeriodicTask.objects.filter(name__startswith=PREFIX).exclude(name__in=SCHEDULE).delete()


class CeleryBeatConfig(AppConfig):
    name = "celerybeat"
    verbose_name = "Schedule"

    def ready(self) -> None:
        from celerybeat.schedule import SCHEDULE

        current_app.conf.beat_schedule = SCHEDULE
        beat_init.connect(prune)
